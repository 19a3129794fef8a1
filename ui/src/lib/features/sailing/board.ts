/**
 * The triage board as a list: groups, order, and what a filter leaves. People who need something come first, by level;
 * then those who are ready and have not come; then those with a decision.
 */
import type { BoardRow, Level } from '../../api/generated/api';
import { rank } from '../../ui/levels';

export type Filter = { level: Level | null; absent: boolean; text: string };
export type GroupName = 'first' | 'ready' | 'decided';
export type Item = { kind: 'group'; group: GroupName; size: number } | { kind: 'row'; row: BoardRow };

export const NO_FILTER: Filter = { level: null, absent: false, text: '' };

export function groupOf(row: BoardRow): GroupName {
  if (row.status === 'decided') return 'decided';
  return row.level === 'siap' ? 'ready' : 'first';
}

/** Words of the filter are looked for in name, number, seat and document, in any order. */
export function passes(row: BoardRow, filter: Filter): boolean {
  if (filter.level !== null && row.level !== filter.level) return false;
  if (filter.absent && row.status !== 'absent') return false;
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const hay = [row.name, row.rowNo, row.seat, row.document].filter(Boolean).join(' ').toLowerCase();
  return words.every((word) => hay.includes(word));
}

/** Groups with their headings, in the order of the screen; empty groups are left out. */
export function arranged(rows: readonly BoardRow[], filter: Filter): Item[] {
  const groups: Record<GroupName, BoardRow[]> = { first: [], ready: [], decided: [] };
  for (const row of rows) if (passes(row, filter)) groups[groupOf(row)].push(row);
  // The sort is stable: within a level the manifest's order stays.
  groups.first.sort((a, b) => rank(b.level) - rank(a.level));
  return (['first', 'ready', 'decided'] as const).flatMap((group) => {
    const members = groups[group];
    if (members.length === 0) return [];
    return [{ kind: 'group' as const, group, size: members.length }, ...members.map((row) => ({ kind: 'row' as const, row }))];
  });
}
