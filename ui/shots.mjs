/*
 * Pictures of every screen and state, from the page over the in-memory fake, at 1366×768. The page is built for this into
 * a temporary folder: what is shipped does not hold the fake.
 *
 *   node shots.mjs FOLDER [NAME-PART]
 *
 * Needs a Chromium (CHROMIUM, default /usr/bin/chromium). The page is served under the shell's content policy, so a
 * picture also shows that nothing of it is blocked; any message on the console or at the policy makes the run fail.
 */
import { createServer } from 'node:http';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { build } from 'vite';

const [folder = 'shots', only = ''] = process.argv.slice(2);
const ROOT = fileURLToPath(new URL('.', import.meta.url));
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2', '.txt': 'text/plain', '.svg': 'image/svg+xml' };
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; connect-src 'self'";
/** A Monday morning in Nunukan: 08.42 WITA. */
const TIME = new Date('2026-11-23T00:42:16Z');

const GOOD = 'P<IDNCONTOH<<MELATI<<<<<<<<<<<<<<<<<<<<<<<<<\nX0000471<7IDN0109143F3103050<<<<<<<<<<<<<<<0\n';
const OTHER = 'P<IDNMAKETIA<<KARTINI<<<<<<<<<<<<<<<<<<<<<<<\nX0600009<4IDN8510286F3006302<<<<<<<<<<<<<<<6\n';
const BAD = 'P<IDNSUPARMINAH<<<<<<<<<<<<<<<<<<<<<<<<<<<<<\nX0000618<8IDN8417122F2901189<<<<<<<<<<<<<<<0\n';

const built = await mkdtemp(join(tmpdir(), 'suar-design-'));
await build({
  root: ROOT,
  configFile: join(ROOT, 'vite.config.ts'),
  logLevel: 'error',
  build: { outDir: built, rolldownOptions: { input: join(ROOT, 'design.html') } },
});

const server = createServer(async (request, response) => {
  const path = normalize(new URL(request.url, 'http://x').pathname).replace(/^\/+$/, '/design.html');
  try {
    const body = await readFile(join(built, path));
    response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream', 'content-security-policy': POLICY });
    response.end(body);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const base = `http://127.0.0.1:${server.address().port}/`;

await mkdir(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const complaints = [];

async function shot(name, query, act = async () => {}, size = { width: 1366, height: 768 }) {
  if (!name.includes(only)) return;
  const page = await browser.newPage({ viewport: size });
  page.on('console', (m) => ['error', 'warning'].includes(m.type()) && complaints.push(`${name}: ${m.text()}`));
  page.on('pageerror', (e) => complaints.push(`${name}: ${e.message}`));
  // As the shell does; code that relies on writing over the prototype fails here first.
  await page.addInitScript(() => Object.freeze(Object.prototype));
  await page.clock.install({ time: TIME });
  await page.goto(`${base}?${query}`);
  await page.locator('[data-test]').first().waitFor();
  await page.clock.runFor(400);
  await act(page);
  await page.clock.runFor(400);
  await page.waitForTimeout(120);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth || document.documentElement.scrollHeight > innerHeight);
  if (overflow) complaints.push(`${name}: the page is larger than the window`);
  const title = await page.title();
  if (title !== 'Suar') complaints.push(`${name}: window title is ${title}`);
  const shown = await page.evaluate(() => [...document.querySelectorAll('body *')].filter((e) => e.children.length === 0 && !e.matches('.vh, .vh *') && e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflow === 'hidden' && !e.closest('[title]')).map((e) => e.textContent.slice(0, 60)));
  // Words of the interface are never cut; what has its full text in a title may be.
  if (shown.length > 0) complaints.push(`${name}: cut: ${shown.join(' | ')}`);
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await page.close();
  console.log(name);
}

const t = (page, test) => page.locator(`[data-test="${test}"]`).first();
const settle = (page) => page.clock.runFor(250);
/** As a scanner types: one key after the other without pause. Letters as they are, `<` as itself. */
async function scan(page, text) {
  await page.evaluate((typed) => {
    for (const c of typed) {
      const key = c === '\n' ? 'Enter' : c;
      (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    }
  }, text);
  await page.clock.runFor(300);
}
async function keys(page, ...pressed) {
  for (const key of pressed) {
    await page.keyboard.press(key);
    await settle(page);
  }
}
async function melati(page, ...pressed) {
  await scan(page, GOOD);
  await keys(page, ...pressed);
}
const work = ['a', '1', '1', '1', '1', '1', '3', '2', '1'];
const file = (name, text) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });

await shot('first-run', 'scene=firstRun');
await shot('first-run-typing', 'scene=firstRun', async (p) => {
  await t(p, 'first-run-counter').fill('Loket 2');
  await t(p, 'first-run-name').fill('Rekaan Tanjung');
  await t(p, 'first-run-passphrase').fill('rumah di te');
  await t(p, 'first-run-passphrase2').fill('rumah');
  await t(p, 'first-run-submit').click();
});
await shot('lock', 'scene=locked');
await shot('lock-dark', 'scene=locked&theme=dark');
await shot('lock-wrong', 'scene=locked', async (p) => {
  await t(p, 'unlock-passphrase').fill('salah sekali');
  await t(p, 'unlock-submit').click();
});
await shot('lock-scan', 'scene=locked', (p) => scan(p, GOOD));
await shot('blocked', 'scene=blocked');
await shot('office-lost', 'scene=lost');
await shot('office-lost-en', 'scene=lost&lang=en');
await shot('loket-idle', 'scene=open');
await shot('loket-empty', 'scene=empty');
await shot('loket-start', 'scene=open', (p) => melati(p));
await shot('loket-siap', 'scene=open', (p) => melati(p, ...work));
await shot('loket-siap-dark', 'scene=open&theme=dark', (p) => melati(p, ...work));
await shot('loket-siap-en', 'scene=open&lang=en', (p) => melati(p, ...work));
await shot('loket-dalami', 'scene=open', (p) => melati(p, 'a', '1', '3', '3', '3'));
await shot('loket-dalami-dark', 'scene=open&theme=dark', (p) => melati(p, 'a', '1', '3', '3', '3'));
await shot('loket-k6', 'scene=open', (p) => melati(p, '1', '1', '1', '1', '1'));
await shot('loket-k7-en', 'scene=open&lang=en', (p) => melati(p, '1', '1', '1', '1', '1', '1'));
await shot('loket-lindungi', 'scene=open', (p) => melati(p, 'a', '1', '1', '3', '1', '3'));
await shot('loket-lindungi-all', 'scene=open', (p) => melati(p, 'a', '1', '3', '3', '3', '3', '5', '3', '2'));
await shot('loket-lindungi-all-728', 'scene=open', (p) => melati(p, 'a', '1', '3', '3', '3', '3', '5', '3', '2'), { width: 1366, height: 728 });
await shot('loket-reason', 'scene=open', async (p) => {
  await melati(p, 'a', '1', '1', '3', '1', '3');
  await keys(p, 'Alt+l');
});
await shot('loket-reason-missing', 'scene=open', async (p) => {
  await melati(p, 'a', '1', '1', '3');
  await keys(p, 'Alt+l');
  await t(p, 'reason-submit').click();
});
await shot('loket-toast', 'scene=open', async (p) => {
  await melati(p, ...work);
  await keys(p, 'Control+Enter');
});
await shot('loket-half', 'scene=open', (p) => scan(p, GOOD.slice(0, 45)));
await shot('loket-two', 'scene=open', (p) => scan(p, `${GOOD}${BAD}`));
await shot('loket-failed', 'scene=open', (p) => scan(p, BAD));
await shot('loket-failed-dark', 'scene=open&theme=dark', (p) => scan(p, BAD));
await shot('loket-draft', 'scene=open', async (p) => {
  await melati(p, 'a', '1', '1');
  await keys(p, 'Control+Shift+P');
  await t(p, 'rail-pelayaran').click();
  await settle(p);
  await keys(p, 'Enter');
});
await shot('loket-restored', 'scene=restored');
await shot('loket-restored-728', 'scene=restored', async () => {}, { width: 1366, height: 728 });
await shot('loket-manual', 'scene=open', async (p) => {
  await keys(p, 'Control+n');
  await t(p, 'manual-document').fill('X0009999');
  await keys(p, 'Enter');
});
await shot('loket-hostile', 'scene=open&hostile', async (p) => {
  await t(p, 'rail-pelayaran').click();
  await settle(p);
  await p.locator('[data-departure="dep-4"]').first().dblclick();
});
await shot('loket-mrz', 'scene=open', async (p) => {
  await melati(p);
  await t(p, 'mrz-toggle').click();
});
await shot('board', 'scene=open', (p) => t(p, 'rail-pelayaran').click());
await shot('board-728', 'scene=open', (p) => t(p, 'rail-pelayaran').click(), { width: 1366, height: 728 });
await shot('board-dark', 'scene=open&theme=dark', (p) => t(p, 'rail-pelayaran').click());
await shot('board-en', 'scene=open&lang=en&sailings=3', (p) => t(p, 'rail-pelayaran').click());
await shot('board-hostile', 'scene=open&hostile', (p) => t(p, 'rail-pelayaran').click());
await shot('board-filter', 'scene=open', async (p) => {
  await t(p, 'rail-pelayaran').click();
  await settle(p);
  await keys(p, '2');
});
await shot('board-filter-none', 'scene=open', async (p) => {
  await t(p, 'rail-pelayaran').click();
  await settle(p);
  await t(p, 'board-filter').fill('tidak ada orang ini');
});
await shot('board-end', 'scene=open', async (p) => {
  await t(p, 'rail-pelayaran').click();
  await settle(p);
  await keys(p, 'End');
});
await shot('board-empty', 'scene=empty', (p) => t(p, 'rail-pelayaran').click());
await shot('fixes', 'scene=open', async (p) => {
  await t(p, 'rail-pelayaran').click();
  await settle(p);
  await t(p, 'to-fixes').click();
});
await shot('fixes-done', 'scene=open', async (p) => {
  await t(p, 'rail-pelayaran').click();
  await settle(p);
  await t(p, 'to-fixes').click();
  await t(p, 'fix-cell').fill('X0000700');
  await t(p, 'fix-save').click();
  await settle(p);
  await t(p, 'set-aside').click();
});
await shot('import', 'scene=open', (p) => keys(p, 'Control+i'));
await shot('import-preview', 'scene=open', async (p) => {
  await keys(p, 'Control+i');
  await t(p, 'import-file').setInputFiles(file('manifes-231126.csv', 'No;Nama'));
});
await shot('import-preview-en', 'scene=open&lang=en', async (p) => {
  await keys(p, 'Control+i');
  await t(p, 'import-file').setInputFiles(file('manifes-231126.csv', 'No;Nama'));
});
await shot('import-wrong', 'scene=open', async (p) => {
  await keys(p, 'Control+i');
  await t(p, 'import-file').setInputFiles(file('foto.png', '').name === 'foto.png' ? { name: 'foto.csv', mimeType: 'text/csv', buffer: Buffer.from([0x89, 0x50, 0x4e, 0x47]) } : []);
});
await shot('import-field', 'scene=open', async (p) => {
  await keys(p, 'Control+i');
  await t(p, 'import-file').setInputFiles(file('manifes-231126.csv', 'No;Nama'));
  await t(p, 'import-vessel').fill('');
  await t(p, 'import-date').fill('31-02-2026');
  await t(p, 'import-submit').click();
});
await shot('import-newer', 'scene=open', async (p) => {
  await keys(p, 'Control+i');
  await t(p, 'import-file').setInputFiles(file('manifes-231126.csv', 'No;Nama'));
  await t(p, 'import-submit').click();
});
await shot('alerts', 'scene=open', async (p) => {
  await melati(p, 'a', '1', '1', '3', '1', '3');
  await keys(p, 'Alt+4');
});
const lindungi = async (p) => {
  await melati(p, 'a', '1', '1', '3', '1', '3');
  await keys(p, 'Alt+4');
};
await shot('case', 'scene=open', async (p) => {
  await lindungi(p);
  await t(p, 'case-open').click();
});
await shot('case-dark', 'scene=open&theme=dark', async (p) => {
  await lindungi(p);
  await t(p, 'case-open').click();
});
await shot('case-en', 'scene=open&lang=en', async (p) => {
  await lindungi(p);
  await t(p, 'case-open').click();
});
await shot('case-728', 'scene=open', async (p) => {
  await lindungi(p);
  await t(p, 'case-open').click();
}, { width: 1366, height: 728 });
await shot('case-papers', 'scene=open', async (p) => {
  await lindungi(p);
  await t(p, 'case-open').click();
  await keys(p, '3');
});
await shot('case-history', 'scene=open', async (p) => {
  await melati(p, 'a', '1', '1', '3', '1', '3', 'ArrowUp', '1', 'ArrowUp', '3');
  await keys(p, 'Alt+4');
  await t(p, 'case-open').click();
  await keys(p, '5');
});
await shot('case-interview', 'scene=open', async (p) => {
  await lindungi(p);
  await t(p, 'case-open').click();
  await keys(p, '2');
});
await shot('case-planned', 'scene=open', async (p) => {
  await t(p, 'rail-pelayaran').click();
  await settle(p);
  await keys(p, 'End', ' ');
});
await shot('case-zoom-125', 'scene=open', async (p) => {
  await lindungi(p);
  await t(p, 'case-open').click();
}, { width: 1093, height: 614 });
await shot('case-zoom-150', 'scene=open', async (p) => {
  await lindungi(p);
  await t(p, 'case-open').click();
}, { width: 911, height: 512 });
await shot('board-closed', 'scene=closed', (p) => t(p, 'rail-pelayaran').click());
await shot('loket-near', 'scene=open', (p) => melati(p, 'a', '1', '1', '1', '1', '3'));
await shot('loket-parked', 'scene=open', async (p) => {
  await melati(p, 'a', '1', '1');
  await scan(p, OTHER);
});
await shot('loket-family', 'scene=open', async (p) => {
  await melati(p, 'a', '1', '1', '1', '1', '1', '1', '2');
  await keys(p, 'Control+g');
  await scan(p, OTHER);
});
await shot('loket-journeys', 'scene=open', async (p) => {
  await melati(p);
  await t(p, 'journeys-toggle').click();
});
await shot('palette-person', 'scene=open', async (p) => {
  await keys(p, 'Control+k');
  await t(p, 'palette-input').fill('umpama');
});
await shot('alerts-none', 'scene=empty', (p) => keys(p, 'Alt+4'));
await shot('sync-offline', 'scene=open', (p) => keys(p, 'Alt+8'));
await shot('sync-offline-try', 'scene=open', async (p) => {
  await keys(p, 'Alt+8');
  await t(p, 'sync-now').click();
});
await shot('sync-enroll', 'scene=enroll', (p) => keys(p, 'Alt+8'));
await shot('sync-enroll-en', 'scene=enroll&lang=en', async (p) => {
  await keys(p, 'Alt+8');
  await t(p, 'hub-url').fill('http://pusat.contoh');
  await t(p, 'hub-code').fill('123');
  await t(p, 'hub-enroll').click();
});
await shot('sync-help', 'scene=help', (p) => keys(p, 'Alt+8'));
await shot('sync-sent', 'scene=sent', (p) => keys(p, 'Alt+8'));
await shot('sync-dark', 'scene=open&theme=dark', (p) => keys(p, 'Alt+8'));
await shot('later', 'scene=open', (p) => keys(p, 'Alt+6'));
await shot('palette', 'scene=open', (p) => keys(p, 'Control+k'));
await shot('keys-help', 'scene=open', async (p) => {
  await melati(p, 'a');
  await keys(p, 'F1');
});
await shot('menu', 'scene=open', (p) => t(p, 'officer-menu').click());
await shot('curtain', 'scene=open', async (p) => {
  await melati(p, 'a');
  await keys(p, 'F9');
});
// 125 % display size leaves this many pixels.
await shot('zoom-125', 'scene=open', (p) => melati(p, 'a', '1'), { width: 1093, height: 614 });
await shot('board-zoom-125', 'scene=open', (p) => t(p, 'rail-pelayaran').click(), { width: 1093, height: 614 });
// And 150 %.
await shot('zoom-150', 'scene=open', (p) => melati(p, 'a', '1'), { width: 911, height: 512 });
await shot('board-zoom-150', 'scene=open', (p) => t(p, 'rail-pelayaran').click(), { width: 911, height: 512 });
await shot('lock-zoom-150', 'scene=locked', async () => {}, { width: 911, height: 512 });
await shot('import-zoom-150', 'scene=open', async (p) => {
  await keys(p, 'Control+i');
  await t(p, 'import-file').setInputFiles(file('manifes-231126.csv', 'No;Nama'));
}, { width: 911, height: 512 });
await shot('first-run-zoom-150', 'scene=firstRun', async () => {}, { width: 911, height: 512 });
await shot('alerts-zoom-150', 'scene=open', async (p) => {
  await melati(p, 'a', '1', '1', '3', '1', '3');
  await keys(p, 'Alt+4');
}, { width: 911, height: 512 });
await shot('wide', 'scene=open', (p) => melati(p, 'a', '1', '3', '3'), { width: 1920, height: 1040 });

await browser.close();
server.close();
await rm(built, { recursive: true });
if (complaints.length > 0) {
  console.error(complaints.join('\n'));
  process.exitCode = 1;
}
