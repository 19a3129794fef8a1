/**
 * A missing string fails the build: both catalogues must have the same keys, none empty, and every key that the code
 * names must be one of them. Keys that are put together at run time are held by their types (`npm run check`).
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

type Catalogue = Record<string, string>;

/** What is wrong with a pair of catalogues, a line each. */
export function faults(id: Catalogue, en: Catalogue): string[] {
  const missing = (from: Catalogue, of: Catalogue, name: string): string[] =>
    Object.keys(of).filter((key) => !Object.hasOwn(from, key)).map((key) => `${name}.json has no “${key}”`);
  const empty = [...Object.entries(id), ...Object.entries(en)].filter(([, text]) => text.trim() === '').map(([key]) => `“${key}” is empty`);
  return [...missing(en, id, 'en'), ...missing(id, en, 'id'), ...empty];
}

/** Keys that a file names and the catalogue does not have. */
export function unknownKeys(code: string, id: Catalogue): string[] {
  return [...code.matchAll(/\btn?\(\s*'([a-zA-Z][\w.]*)'/g)].map((match) => match[1] ?? '').filter((key) => !Object.hasOwn(id, key));
}

export function catalogues(): Plugin {
  // npm runs scripts in the folder of the page.
  const read = (name: string): Catalogue => JSON.parse(readFileSync(join(process.cwd(), 'src/lib/i18n', `${name}.json`), 'utf8')) as Catalogue;
  const id = read('id');
  return {
    name: 'suar-catalogues',
    enforce: 'pre',
    apply: 'build',
    buildStart() {
      const found = faults(id, read('en'));
      if (found.length > 0) this.error(found.join('\n'));
    },
    transform(code, file) {
      if (!/\/src\/.*\.(?:svelte|ts)$/.test(file)) return;
      const unknown = unknownKeys(code, id);
      if (unknown.length > 0) this.error(`${file}: no such string: ${unknown.join(', ')}`);
    },
  };
}
