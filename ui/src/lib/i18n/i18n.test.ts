import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { faults, unknownKeys } from '../../../catalogues';
import { errors, sentence } from '../api/errors';
import type { ErrorCode } from '../api/generated/api';
import en from './en.json';
import id from './id.json';
import { clock, language, longDay, number, parseDate, parseTime, plainDate, say, saySentence, shortDay, t, tn, when, type Key } from './index';

const SOURCE = join(process.cwd(), 'src');
const TIME = Date.UTC(2026, 10, 23, 0, 42, 16);

afterEach(() => {
  language.current = 'id';
});

function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? files(path) : /\.(svelte|ts)$/.test(path) && !/\.test\.ts$|generated/.test(path) ? [path] : [];
  });
}

const placeholders = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();

describe('the catalogues', () => {
  it('have the same keys', () => {
    expect(Object.keys(en)).toEqual(Object.keys(id));
  });

  it('have no empty sentence', () => {
    const empty = [...Object.entries(id), ...Object.entries(en)].filter(([, text]) => text.trim() === '');
    expect(empty).toEqual([]);
  });

  it('use the same placeholders in both languages', () => {
    const different = (Object.keys(id) as Key[]).filter((key) => placeholders(id[key]).join() !== placeholders(en[key]).join());
    expect(different, 'a number must not get lost in translation').toEqual([]);
  });

  it('fail the build when a string is missing', () => {
    expect(faults(id, en)).toEqual([]);
    const { 'action.close': _, ...without } = en;
    expect(faults(id, without)).toEqual(['en.json has no “action.close”']);
    expect(faults(without, en)).toEqual(['id.json has no “action.close”']);
    expect(faults({ ...id, 'action.close': ' ' }, en)).toEqual(['“action.close” is empty']);
    expect(unknownKeys("t('action.close') + tn('no.such', 2) + at('other.thing')", id)).toEqual(['no.such']);
  });

  it('are used: no sentence waits for a screen that is gone', () => {
    const source = files(SOURCE).map((file) => readFileSync(file, 'utf8')).join('\n');
    const prefixes = [...source.matchAll(/[`'"]([a-zA-Z]+(?:\.[a-zA-Z]+)*\.)\$\{/g)].map((m) => m[1] ?? '');
    const unused = Object.keys(id).filter((key) => {
      const base = key.replace(/\.one$/, '');
      return !source.includes(`'${base}'`) && !source.includes(`\`${base}\``) && !prefixes.some((prefix) => base.startsWith(prefix));
    });
    expect(unused).toEqual([]);
  });

  it.each(['korban', 'tersangka', 'pelaku', 'terduga', 'ilegal', 'mencurigakan', 'perlindungan', 'victim', 'suspect', 'illegal'])('never say “%s”', (word) => {
    const found = [...Object.entries(id), ...Object.entries(en)].filter(([, text]) => text.toLowerCase().includes(word));
    expect(found, 'Suar protects, it never accuses').toEqual([]);
  });

  it('have no exclamation mark', () => {
    expect([...Object.values(id), ...Object.values(en)].filter((text) => text.includes('!'))).toEqual([]);
  });

  it('have only characters of the bundled fonts', () => {
    // Arrows up and down are key caps, drawn in the mono font's fallback.
    const odd = [...Object.values(id), ...Object.values(en)].filter((text) => /[→≥≤✓]/.test(text));
    expect(odd, 'the latin subset has no arrow and no “greater or equal”').toEqual([]);
  });
});

describe('errors', () => {
  const codes = Object.keys(errors) as ErrorCode[];

  it.each(codes)('%s has a sentence in both languages', (code) => {
    for (const one of ['id', 'en'] as const) {
      language.current = one;
      const said = sentence({ code, field: null, args: ['12'], reference: null });
      expect(said.length, 'a sentence that a person can act on').toBeGreaterThan(12);
      expect(said, 'no placeholder is left open').not.toMatch(/\{\w+\}/);
    }
  });

  it('name every placeholder of their sentence', () => {
    for (const code of codes) {
      const row = errors[code];
      expect(placeholders(id[row.text]), code).toEqual(row.args.map((name) => `{${name}}`).sort());
    }
  });
});

describe('words and numbers', () => {
  it('follow the language', () => {
    expect([t('level.dalami'), number(8412)]).toEqual(['Dalami', '8.412']);
    language.current = 'en';
    expect([t('level.dalami'), number(8412)]).toEqual(['Talk', '8,412']);
    expect(say({ id: 'Paspor', en: 'Passport' })).toBe('Passport');
  });

  it.each([
    ['Tanggal tidak mungkin', 'Tanggal tidak mungkin.'],
    ['Nama satu kata (sah)', 'Nama satu kata (sah).'],
    ['Nama satu kata (sah).', 'Nama satu kata (sah).'],
    ['Mengapa? ', 'Mengapa?'],
    ['Tulis “batal.”', 'Tulis “batal.”'],
    ['Membaca…', 'Membaca…'],
    ['', ''],
  ])('stand beside others as sentences: “%s”', (text, sentence) => {
    expect(saySentence({ id: text, en: '' })).toBe(sentence);
  });

  it('count: one change, two changes', () => {
    language.current = 'en';
    expect([tn('sync.changes', 1), tn('sync.changes', 2)]).toEqual(['1 change', '2 changes']);
  });

  it('leave a placeholder without a value standing, where a test can see it', () => {
    expect(t('sailing.to')).toContain('{port}');
  });
});

describe('times', () => {
  it('are WITA, whatever the zone of the computer', () => {
    expect([clock(TIME), shortDay(TIME), longDay(TIME)]).toEqual(['08.42', 'Sen, 23 Nov', 'Senin, 23 November 2026']);
    language.current = 'en';
    expect([clock(TIME), shortDay(TIME), longDay(TIME)]).toEqual(['08:42', 'Mon, 23 Nov', 'Monday, 23 November 2026']);
  });

  it('say the day only when it is another one', () => {
    expect([when(TIME, TIME + 60_000), when(TIME - 86_400_000, TIME)]).toEqual(['08.42', '22 Nov 08.42']);
  });

  it('are plain for dates', () => {
    expect([plainDate('2001-09-14'), plainDate('unreadable')]).toEqual(['14 Sep 2001', 'unreadable']);
  });

  it.each([
    ['14-09-2001', '2001-09-14'],
    ['14/9/2001', '2001-09-14'],
    ['14 Sep 2001', '2001-09-14'],
    ['5 agustus 1990', '1990-08-05'],
    ['5 Aug 1990', '1990-08-05'],
    ['5 Mei 1990', '1990-05-05'],
    ['14092001', '2001-09-14'],
    ['2001-09-14', '2001-09-14'],
    ['29-02-2024', '2024-02-29'],
    ['29-02-2023', null],
    ['30-02-1994', null],
    ['32-01-1994', null],
    ['', null],
    ['besok', null],
  ])('read “%s” as %s', (typed, expected) => {
    expect(parseDate(typed)).toBe(expected);
  });

  it.each([
    ['9.30', '09:30'],
    ['0930', '09:30'],
    ['09:30', '09:30'],
    ['24:00', null],
    ['09.75', null],
    ['pagi', null],
  ])('read the hour “%s” as %s', (typed, expected) => {
    expect(parseTime(typed)).toBe(expected);
  });
});
