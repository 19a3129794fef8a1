import { expect, it } from 'vitest';
import { lineKey, lineName, repeats } from './line';

const text = { line: 12, sheet: null, duplicateOf: 4, duplicateSheet: null };
const book = { line: 12, sheet: 'Anak', duplicateOf: 4, duplicateSheet: 'Dewasa' };

it('names the sheet only when the rows come from several', () => {
  expect([lineName(text), repeats(text)]).toEqual(['Baris 12', 'Mengulang baris 4.']);
  expect([lineName(book), repeats(book)]).toEqual(['Baris 12 pada lembar Anak', 'Mengulang baris 4 pada lembar Dewasa.']);
  expect(repeats({ ...text, duplicateOf: null })).toBe('');
});

it('tells rows with one number on two sheets apart', () => {
  expect(lineKey(book)).not.toBe(lineKey({ ...book, sheet: 'Dewasa' }));
});
