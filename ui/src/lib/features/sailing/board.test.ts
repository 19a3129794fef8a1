import { describe, expect, it } from 'vitest';
import type { BoardRow } from '../../api/generated/api';
import { arranged, NO_FILTER, passes } from './board';

function row(departure: string, change: Partial<BoardRow> = {}): BoardRow {
  const base: BoardRow = { departure, rowNo: null, name: 'Contoh', sex: null, age: null, seat: null, document: null, level: 'siap', signs: [], signCount: 0, status: 'absent', decision: null, documents: null };
  return { ...base, ...change };
}

const shape = (rows: BoardRow[], filter = NO_FILTER): string =>
  arranged(rows, filter)
    .map((i) => (i.kind === 'group' ? `[${i.group} ${i.size}]` : i.row.departure))
    .join(' ');

describe('the board', () => {
  it('puts people who need something first, the highest level on top, in the order of the manifest', () => {
    const rows = [row('a'), row('b', { level: 'lengkapi' }), row('c', { level: 'lindungi' }), row('d', { level: 'dalami' }), row('e', { level: 'dalami' })];
    expect(shape(rows)).toBe('[first 4] c d e b [ready 1] a');
  });

  it('keeps people with a decision apart, whatever their level', () => {
    const rows = [row('a', { level: 'lindungi', status: 'decided', decision: 'ajakBicara' }), row('b')];
    expect(shape(rows)).toBe('[ready 1] b [decided 1] a');
  });

  it('shows no heading without people', () => {
    expect(shape([])).toBe('');
  });

  it('leaves one level, and the heading counts what is shown', () => {
    const rows = [row('a', { level: 'dalami' }), row('b', { level: 'lengkapi' }), row('c')];
    expect(shape(rows, { ...NO_FILTER, level: 'lengkapi' })).toBe('[first 1] b');
  });

  it('leaves those who have not come', () => {
    expect(shape([row('a', { status: 'inProgress' }), row('b')], { ...NO_FILTER, absent: true })).toBe('[ready 1] b');
  });

  it.each([
    ['nur aini', true, 'words in any order'],
    ['AINI', true, 'upper and lower case'],
    ['c12', true, 'the seat'],
    ['x0000471', true, 'the document number'],
    ['47', true, 'the manifest number'],
    ['<img', true, 'what looks like markup is text'],
    ['.*', false, 'a pattern is text too'],
    ['lestari', false, 'somebody else'],
  ])('finds “%s”: %s (%s)', (text, found) => {
    const one = row('a', { name: 'Aini <img src=x> Nur', seat: 'C12', document: 'X0000471', rowNo: '47' });
    expect(passes(one, { ...NO_FILTER, text })).toBe(found);
  });

  it('arranges ten thousand people within the time of a key press', () => {
    const rows = Array.from({ length: 10_000 }, (_, i) => row(`d${i}`, { level: i % 50 === 0 ? 'dalami' : 'siap', name: `Orang ${i}` }));
    const start = performance.now();
    const items = arranged(rows, { ...NO_FILTER, text: 'orang' });
    expect(items.length, 'all people and two headings').toBe(10_002);
    expect(performance.now() - start, 'milliseconds').toBeLessThan(100);
  });
});
