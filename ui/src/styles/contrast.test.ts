/** Contrast of the tokens as WCAG 2.x measures it: text at least 4.5 to 1, borders of controls and shapes at least 3 to 1. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const css = readFileSync(join(process.cwd(), 'src/styles/tokens.css'), 'utf8');

function tokens(theme: 'light' | 'dark'): Record<string, string> {
  const read = (name: string): Record<string, string> => {
    const block = new RegExp(`\\[data-theme='${name}'\\] \\{([^}]*)\\}`).exec(css)?.[1] ?? '';
    return Object.fromEntries([...block.matchAll(/--([\w-]+):\s*(#[0-9A-Fa-f]{6})/g)].map((m) => [m[1] ?? '', m[2] ?? '']));
  };
  // Dark states what differs.
  return theme === 'light' ? read('light') : { ...read('light'), ...read('dark') };
}

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
}

function ratio(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

const TEXT: readonly [string, string][] = [
  ...['ink', 'ink2', 'ink3', 'link', 'l0-ink', 'l1-ink', 'l2-ink', 'l3-ink', 'sys-ok', 'sys-warn', 'sys-err'].map((text): [string, string] => [text, 'surface']),
  ...['ink', 'ink2', 'ink3', 'link'].map((text): [string, string] => [text, 'bg']),
  ['ink', 'sel'], ['ink2', 'sel'], ['ink2', 'surface2'], ['ink2', 'surface3'], ['on-primary', 'primary'], ['rail-ink', 'rail-bg'], ['rail-on-ink', 'rail-on'],
  ['l0-ink', 'l0-bg'], ['l1-ink', 'l1-bg'], ['l2-ink', 'l2-bg'], ['l3-ink', 'l3-bg'], ['sys-err', 'sys-err-bg'], ['night-mut', 'night'], ['night-ink', 'night'],
];
const SHAPES: readonly [string, string][] = [
  ...['line2', 'l0-solid', 'l1-solid', 'l2-solid', 'l3-solid', 'focus'].map((shape): [string, string] => [shape, 'surface']),
  ['line2', 'bg'], ['line2', 'surface2'], ['focus', 'bg'], ['l3-on', 'l3-solid'], ['surface', 'l2-solid'], ['lamp', 'rail-bg'],
];

describe.each(['light', 'dark'] as const)('%s', (theme) => {
  const all = tokens(theme);

  it.each(TEXT)('%s is read on %s', (text, ground) => {
    expect(ratio(all[text] ?? '', all[ground] ?? '')).toBeGreaterThanOrEqual(4.5);
  });

  it.each(SHAPES)('%s is seen on %s', (shape, ground) => {
    expect(ratio(all[shape] ?? '', all[ground] ?? '')).toBeGreaterThanOrEqual(3);
  });
});

it('black on white is 21 to 1', () => {
  expect(ratio('#000000', '#FFFFFF')).toBeCloseTo(21, 5);
});
