/** Names as unfriendly as a file can hold are shown as text, everywhere they appear. */
import { describe, expect, it } from 'vitest';
import { hook, show } from '../../../test/mount';
import { HOSTILE_NAMES } from '../../../fake/people';
import type { BoardRow, PersonHeader } from '../../api/generated/api';
import { arranged, NO_FILTER } from '../sailing/board';
import BoardTable from '../sailing/BoardTable.svelte';
import Rich from '../../ui/Rich.svelte';
import PersonCard from './PersonCard.svelte';
import Recent from './Recent.svelte';

const person = (name: string): PersonHeader => ({
  name, sex: 'f', age: 25, birthDate: null, documentKind: name, document: name, expires: null, validMonths: null, rowNo: name, seat: name, agency: name, mrz: [name], nameTruncated: false, onManifest: true, nameDiffers: true,
});
const row = (name: string): BoardRow => ({ departure: 'd1', rowNo: name, name, sex: null, age: null, seat: name, document: name, level: 'siap', signs: [], signCount: 0, status: 'absent', decision: null, documents: null });

describe.each(HOSTILE_NAMES.map((name) => [name.slice(0, 40), name]))('a person called “%s”', (_, name) => {
  it('is text at the counter', () => {
    const root = show(PersonCard, { person: person(name) });
    expect(hook(root, 'counter-name').textContent).toBe(name);
    expect(root.querySelector('img, script, iframe'), 'nothing was parsed').toBeNull();
    expect(hook(root, 'counter-name').querySelector('bdi'), 'direction marks stay inside the name').not.toBeNull();
  });

  it('is text on the board', () => {
    const root = show(BoardTable, { items: arranged([row(name)], NO_FILTER), selected: null, select: () => {}, open: () => {} });
    expect(hook(root, 'board-row').textContent).toContain(name);
    expect(root.querySelector('img')).toBeNull();
  });

  it('is text among the people done', () => {
    const done = { screening: 's', name, decision: 'lanjut' as const, advice: 'lanjut' as const, level: 'siap' as const, at: 0, undoable: true };
    const root = show(Recent, { recent: [done], undo: () => {} });
    expect(hook(root, 'recent').textContent).toContain(name);
  });

  it('leaves the window title alone', () => {
    document.title = 'Suar';
    show(PersonCard, { person: person(name) });
    expect(document.title).toBe('Suar');
  });
});

it('weight and key marks in a sentence become elements, and nothing else does', () => {
  const root = show(Rich, { text: '**Bisa berubah:** <b>x</b> [[Ctrl Z]]' });
  expect([root.querySelectorAll('b').length, root.querySelector('kbd')?.textContent]).toEqual([1, 'Ctrl Z']);
  expect(root.textContent).toBe('Bisa berubah: <b>x</b> Ctrl Z');
});
