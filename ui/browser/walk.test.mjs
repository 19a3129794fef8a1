/* The keyboard alone: every control is reached, seen and left again; the main journey with its count of keys. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keys, scan, scenes, t } from './scenes.mjs';
import { openStage } from './stage.mjs';

const named = (name) => scenes.find((scene) => scene.name === name);
const SCREENS = ['first-run', 'lock', 'loket-idle', 'loket-dalami', 'loket-failed', 'loket-reason', 'board', 'fixes', 'import-preview', 'alerts', 'case', 'case-history', 'sync-help', 'sync-enroll', 'settings', 'later', 'palette', 'keys-help'];
const MOST_STOPS = 120;
const MELATI = 'P<IDNCONTOH<<MELATI<<<<<<<<<<<<<<<<<<<<<<<<<\nX0000471<7IDN0109143F3103050<<<<<<<<<<<<<<<0\n';

let stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());

/** What has the focus: how it is told apart, and whether something lies over it. */
function focused() {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const box = e.getBoundingClientRect();
  const style = getComputedStyle(e);
  const around = e.closest('.find, .panel') ?? e;
  const aroundStyle = getComputedStyle(around);
  const ring = [style, aroundStyle].some((s) => s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2);
  const [x, y] = [box.left + box.width / 2, box.top + Math.min(box.height / 2, 12)];
  const over = document.elementFromPoint(x, y);
  const hidden = e.matches('.vh, .vh *, input[type="file"]');
  const path = `${e.tagName.toLowerCase()}[${e.dataset.test ?? e.id ?? ''}]${(e.textContent ?? '').trim().slice(0, 24)}`;
  const again = e.hasAttribute('data-walked');
  e.setAttribute('data-walked', '');
  return { path, again, seen: hidden || (box.width > 0 && x >= 0 && x <= innerWidth && y >= 0 && y <= innerHeight && over !== null && (e.contains(over) || over.contains(e))), ring: hidden || ring };
}

describe('tab reaches every control, shows it, and goes on', () => {
  it.each(SCREENS)('%s', async (name) => {
    const page = await stage.show(named(name));
    const stops = [];
    const faults = [];
    // From wherever the focus begins, over the end of the page, and round to where it began.
    let ends = 0;
    while (stops.length < MOST_STOPS && ends < 2) {
      await page.keyboard.press('Tab');
      const at = await page.evaluate(focused);
      if (at === null) {
        ends += 1;
        continue;
      }
      if (at.again) break;
      stops.push(at.path);
      if (!at.seen) faults.push(`hidden: ${at.path}`);
      if (!at.ring) faults.push(`no ring: ${at.path}`);
    }
    const controls = await page.evaluate(() => {
      const area = document.querySelector('[role="dialog"]') ?? document;
      return [...area.querySelectorAll('button, a, input, textarea, select')].filter((e) => e.tabIndex >= 0 && !e.disabled && e.type !== 'radio' && e.getClientRects().length > 0).length;
    });
    expect(stops.length, 'every control is one of the stops').toBeGreaterThanOrEqual(controls);
    expect(faults).toEqual([]);
    await page.close();
  });
});

describe('the procedural worker', () => {
  it('takes ten keys, and the next passport can come', async () => {
    const page = await stage.show(named('loket-idle'));
    await scan(page, MELATI);
    const pressed = ['a', '1', '1', '1', '1', '1', '3', '2', '1', 'Control+Enter'];
    await keys(page, ...pressed);
    expect(pressed.length).toBeLessThanOrEqual(13);
    expect(await t(page, 'recent').getAttribute('data-decision')).toBe('lanjut');
    expect(await t(page, 'scan-state').getAttribute('data-state')).toBe('ready');
    expect(await page.evaluate(() => document.activeElement?.dataset.test)).toBe('scan-state');
    await page.close();
  });

  it('a frightened one leaves the line with one key', async () => {
    const page = await stage.show(named('loket-idle'));
    await scan(page, MELATI);
    const pressed = ['1', '1', '3', '3', 'Alt+b'];
    await keys(page, ...pressed);
    expect(await t(page, 'recent').getAttribute('data-decision')).toBe('ajakBicara');
    await page.close();
  });

  it('nothing was complained about on the way', () => {
    expect(stage.complaints).toEqual([]);
  });
});
