/* What eyes need: levels without colour, high contrast, no motion for who asks for none, no cut word at any size. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keys, scenes, t } from './scenes.mjs';
import { cutWords, isLarger, openStage } from './stage.mjs';

const named = (name) => scenes.find((scene) => scene.name === name);
const LEVELS = ['siap', 'lengkapi', 'dalami', 'lindungi'];

let stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

/** Pixels of a picture in grey, 0 black to 255 white, as the eye weighs colours (ITU-R BT.709). */
async function grey(png) {
  const blank = await stage.browser.newPage();
  const pixels = await blank.evaluate(async (base64) => {
    const image = new Image();
    image.src = `data:image/png;base64,${base64}`;
    await image.decode();
    // Places between two pixels make some pictures a pixel larger than others.
    const canvas = new OffscreenCanvas(48, 48);
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0, 48, 48);
    const { data } = context.getImageData(0, 0, 48, 48);
    return Array.from({ length: data.length / 4 }, (_, i) => Math.round(0.2126 * data[4 * i] + 0.7152 * data[4 * i + 1] + 0.0722 * data[4 * i + 2]));
  }, png.toString('base64'));
  await blank.close();
  return pixels;
}

/** The shapes of the four levels as the board shows them, in grey, on the colour around them. */
async function shapes(change) {
  const page = await stage.show(named('board'), change);
  const found = {};
  for (const level of LEVELS) found[level] = await grey(await t(page, `board-count-${level}`).locator('svg').first().screenshot());
  await page.close();
  return found;
}

/** How much a shape stands out from its ground, 0 to 255: the mean distance from its corner. */
const weight = (pixels) => pixels.reduce((sum, p) => sum + Math.abs(p - pixels[0]), 0) / pixels.length;
const apart = (a, b) => a.reduce((sum, p, i) => sum + Math.abs(p - b[i]), 0) / a.length;

describe('levels without colour', () => {
  it.each([['light', {}], ['dark', { query: '&theme=dark' }], ['high contrast', { media: { forcedColors: 'active' } }]])('differ and grow heavier with urgency: %s', async (_, change) => {
    const found = await shapes(change);
    for (const [i, one] of LEVELS.entries()) {
      for (const other of LEVELS.slice(i + 1)) expect(apart(found[one], found[other]), `${one} and ${other}`).toBeGreaterThan(12);
    }
    const [siap, lengkapi, dalami, lindungi] = LEVELS.map((level) => weight(found[level]));
    expect(dalami, 'solid outweighs outlined').toBeGreaterThan(Math.max(siap, lengkapi) * 1.1);
    expect(lindungi, 'the shield is the heaviest').toBeGreaterThan(dalami);
  });
});

describe('high contrast', () => {
  it('outlines what is chosen, because backgrounds are gone', async () => {
    const page = await stage.show(named('board-filter'), { media: { forcedColors: 'active' } });
    const outlined = (selector) => page.locator(selector).first().evaluate((e) => getComputedStyle(e).outlineStyle);
    for (const chosen of ['[aria-selected="true"]', '[aria-pressed="true"]', '[aria-current="page"]']) expect(await outlined(chosen), chosen).toBe('solid');
    await page.close();
  });

  it('draws icons in the colour of text, and the advice heavier than the others', async () => {
    const page = await stage.show(named('loket-dalami'), { media: { forcedColors: 'active', colorScheme: 'dark' } });
    const colours = await page.evaluate(() => {
      const text = getComputedStyle(document.body).color;
      return [...document.querySelectorAll('main .lucide')].filter((icon) => !icon.closest(':disabled') && getComputedStyle(icon).color !== text).length;
    });
    expect(colours, 'icons in a colour of their own').toBe(0);
    const width = (test) => t(page, test).evaluate((e) => parseFloat(getComputedStyle(e).borderTopWidth));
    expect(await width('decision-primary')).toBeGreaterThan(await width('decision-lanjut'));
    await page.close();
  });
});

describe('motion', () => {
  it('there is none for who asks for none, and never more than 120 ms', async () => {
    const moves = (page) => page.evaluate(() => [...document.querySelectorAll('*')].map((e) => getComputedStyle(e)).map((s) => [s.transitionDuration, s.animationDuration, s.animationName]).filter(([t, a, n]) => parseFloat(t) > 0.12 || (n !== 'none' && parseFloat(a) > 0.12) || (globalThis.matchMedia('(prefers-reduced-motion: reduce)').matches && (parseFloat(t) > 0 || n !== 'none'))));
    for (const reducedMotion of ['reduce', 'no-preference']) {
      for (const name of ['loket-toast', 'palette', 'board']) {
        const page = await stage.show(named(name), { media: { reducedMotion } });
        expect(await moves(page), `${name}, ${reducedMotion}`).toEqual([]);
        await page.close();
      }
    }
  });
});

describe('every word is whole', () => {
  const SIZES = { '100 %': { width: 1366, height: 768 }, 'taskbar': { width: 1366, height: 728 }, '125 %': { width: 1093, height: 614 }, '150 %': { width: 911, height: 512 } };
  const SCREENS = ['first-run-typing', 'lock-wrong', 'loket-idle', 'loket-k6', 'loket-lindungi-all', 'loket-reason-missing', 'loket-failed', 'loket-family', 'board', 'board-closed', 'fixes', 'import-preview', 'alerts', 'case', 'case-papers', 'case-history', 'sync-help', 'sync-enroll', 'settings', 'settings-trial', 'fresh', 'later'];
  it.each(['id', 'en'].flatMap((language) => SCREENS.map((name) => [name, language])))('%s in %s, at every size', async (name, language) => {
    const page = await stage.show(named(name), { query: `&lang=${language}` });
    const found = [];
    for (const [size, viewport] of Object.entries(SIZES)) {
      await page.setViewportSize(viewport);
      await page.clock.runFor(100);
      const cut = await cutWords(page);
      if (cut.length > 0) found.push(`${size}: ${cut.join(' | ')}`);
      if (await isLarger(page)) found.push(`${size}: the page is larger than the window`);
    }
    await page.close();
    expect(found).toEqual([]);
  });

  it('the decision stays in sight at every size', async () => {
    for (const size of Object.values(SIZES)) {
      const page = await stage.show(named('loket-lindungi-all'), { size });
      const box = await t(page, 'decision-primary').boundingBox();
      expect(box.y + box.height, JSON.stringify(size)).toBeLessThanOrEqual(size.height);
      await keys(page, 'Escape');
      await page.close();
    }
  });
});
