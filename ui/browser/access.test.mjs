/*
 * WCAG 2.2 A and AA as far as a program can tell (axe): names, roles, contrast, sizes of targets. Every screen and state in
 * light, and again in dark where the state is about colour.
 */
import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scenes } from './scenes.mjs';
import { openStage } from './stage.mjs';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** At other sizes the same elements stand elsewhere, which `sight.test.mjs` looks at; pictures in dark are made below. */
const looked = scenes.filter(({ name }) => !/zoom|728|wide|-dark|-en$/.test(name));
const DARK = ['lock', 'loket-dalami', 'loket-lindungi-all', 'loket-failed', 'loket-reason-missing', 'loket-near', 'board', 'board-closed', 'case', 'case-history', 'import-preview', 'fixes', 'sync-help', 'palette', 'settings-trial-failed', 'first-run-typing'];

/** What axe cannot see: the board scrolls by the keys of its grid, which has the focus and names the row (aria-activedescendant). */
const SCROLLED_BY_KEYS = { rule: 'scrollable-region-focusable', within: '[role="grid"]' };

let stage;
let axe;
beforeAll(async () => {
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  stage = await openStage();
});
afterAll(() => stage?.close());

async function violations(scene, change) {
  const page = await stage.show(scene, change);
  await page.evaluate(axe);
  const violations = await page.evaluate(
    async ([tags, known]) => {
      const found = await globalThis.axe.run(document, { runOnly: tags });
      const isKnown = (rule, node) => rule.id === known.rule && document.querySelector(node.target.at(-1))?.closest(known.within) != null;
      return found.violations.map((rule) => ({ ...rule, nodes: rule.nodes.filter((node) => !isKnown(rule, node)) })).filter((rule) => rule.nodes.length > 0);
    },
    [RULES, SCROLLED_BY_KEYS],
  );
  await page.close();
  return violations.map((v) => `${v.id}: ${v.nodes.map((n) => `${n.target.join(' ')} — ${(n.any[0] ?? n.all[0] ?? n.none[0])?.message ?? ''}`).slice(0, 4).join('; ')}`);
}

describe('what a program can tell about access', () => {
  it.each(looked.map((scene) => [scene.name, scene]))('%s', async (_, scene) => {
    expect(await violations(scene, {})).toEqual([]);
  });

  it.each(DARK)('%s in dark', async (name) => {
    const scene = scenes.find((each) => each.name === name);
    expect(scene, 'a scene of this name').toBeDefined();
    expect(await violations(scene, { query: '&theme=dark' })).toEqual([]);
  });

  it('nothing was complained about on the way', () => {
    expect(stage.complaints).toEqual([]);
  });
});
