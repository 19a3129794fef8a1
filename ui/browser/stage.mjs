/*
 * The page over the fake in Chromium: built for this into a temporary folder, because what is shipped does not hold the
 * fake, and served under the shell's content policy, so that a picture or a test also shows that nothing of it is blocked.
 *
 * Needs a Chromium (CHROMIUM, default /usr/bin/chromium).
 */
import { createServer } from 'node:http';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { build } from 'vite';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2', '.txt': 'text/plain', '.svg': 'image/svg+xml' };
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; connect-src 'self'";
const ARGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
/** A Monday morning in Nunukan: 08.42 WITA. */
const TIME = new Date('2026-11-23T00:42:16Z');
export const DESIGNED = { width: 1366, height: 768 };

/** Builds and serves the page, and opens Chromium. `close` ends both. */
export async function openStage() {
  const built = await mkdtemp(join(tmpdir(), 'suar-design-'));
  await build({
    root: ROOT,
    configFile: join(ROOT, 'vite.config.ts'),
    mode: 'production',
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
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ARGS });
  const stage = { browser, base, complaints: [] };
  return {
    ...stage,
    show: (scene, change = {}) => show(stage, scene, change),
    close: async () => {
      await browser.close();
      await new Promise((done) => server.close(done));
      await rm(built, { recursive: true });
    },
  };
}

/**
 * Opens a scene and plays it to its end. `change` overrides the address (`lang`, `theme`) and the size. What the console
 * or the policy says is a complaint, and so is a page larger than its window.
 */
async function show({ browser, base, complaints }, scene, { query = '', size, media } = {}) {
  const page = await browser.newPage({ viewport: size ?? scene.size ?? DESIGNED });
  if (media) await page.emulateMedia(media);
  page.on('console', (m) => ['error', 'warning'].includes(m.type()) && complaints.push(`${scene.name}: ${m.text()}`));
  page.on('pageerror', (e) => complaints.push(`${scene.name}: ${e.message}`));
  // As the shell does; code that relies on writing over the prototype fails here first.
  await page.addInitScript(() => Object.freeze(Object.prototype));
  await page.clock.install({ time: TIME });
  await page.goto(`${base}?${scene.query}${query}`);
  await page.locator('[data-test]').first().waitFor();
  await page.clock.runFor(400);
  await scene.act(page);
  await page.clock.runFor(400);
  await page.waitForTimeout(80);
  if (await isLarger(page)) complaints.push(`${scene.name}: the page is larger than the window`);
  const title = await page.title();
  if (title !== 'Suar') complaints.push(`${scene.name}: window title is ${title}`);
  return page;
}

/** The page is larger than its window. */
export function isLarger(page) {
  return page.evaluate(() => document.documentElement.scrollWidth > innerWidth || document.documentElement.scrollHeight > innerHeight);
}

/** Words of the interface that are cut off. Names are not, and what has its full text in a title may be. */
export function cutWords(page) {
  return page.evaluate(() => {
    const cut = (e) => e.children.length === 0 && !e.matches('.vh, .vh *') && e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflow === 'hidden' && !e.closest('[title]') && e.tagName !== 'BDI';
    return [...document.querySelectorAll('body *')].filter(cut).map((e) => e.textContent.slice(0, 60));
  });
}
