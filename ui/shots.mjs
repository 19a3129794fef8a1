/*
 * Pictures of every screen and state, from the page over the in-memory fake, at 1366×768.
 *
 *   node shots.mjs FOLDER [NAME-PART]
 *
 * Needs a Chromium (CHROMIUM, default /usr/bin/chromium). Any message on the console or at the content policy, a page
 * larger than its window and a word that is cut make the run fail.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { scenes } from './browser/scenes.mjs';
import { cutWords, openStage } from './browser/stage.mjs';

const [folder = 'shots', only = ''] = process.argv.slice(2);
await mkdir(folder, { recursive: true });
const stage = await openStage();
for (const scene of scenes.filter(({ name }) => name.includes(only))) {
  const page = await stage.show(scene);
  const cut = await cutWords(page);
  if (cut.length > 0) stage.complaints.push(`${scene.name}: cut: ${cut.join(' | ')}`);
  await page.screenshot({ path: join(folder, `${scene.name}.png`) });
  await page.close();
  console.log(scene.name);
}
await stage.close();
if (stage.complaints.length > 0) {
  console.error(stage.complaints.join('\n'));
  process.exitCode = 1;
}
