/**
 * What the palette offers, and how typing narrows it: places and commands with their keys, and the people of the sailing
 * that the counter works on. Nobody else is searched for here yet.
 */
import { passes, NO_FILTER } from '../../lib/features/sailing/board';
import { t, type Key } from '../../lib/i18n';
import { PLACES } from '../../lib/state/places.svelte';
import type { Workspace } from '../../lib/state/workspace.svelte';
import type { Level } from '../../lib/api/generated/api';

export type Group = 'people' | 'places' | 'commands';
export type Command = { id: string; group: Group; label: string; under: string | null; level: Level | null; keys: string | null; run: () => void };

/** A name is looked for from this many characters on, and at most this many people are offered. */
const NAME_LENGTH = 2;
const PEOPLE = 6;

export function commands(w: Workspace): Command[] {
  const command = (id: string, says: Key, keys: string | null, run: () => void, group: Group = 'commands'): Command => ({ id, group, label: t(says), under: null, level: null, keys, run });
  const view = w.session.view;
  const theme = view?.theme === 'dark' ? 'light' : 'dark';
  return [
    ...PLACES.map((place, i) => command(`place-${place}`, `place.${place}`, `Alt+${i + 1}`, () => w.places.goTop(place), 'places')),
    command('import', 'keys.import', 'Ctrl+I', () => w.places.goSailing('import')),
    command('manual', 'keys.manual', 'Ctrl+N', () => w.counter.startManual()),
    command('fixes', 'palette.fixes', null, () => w.places.goSailing('fixes')),
    command('draft', 'keys.draft', 'Ctrl+Shift+D', () => w.counter.resumeNewest()),
    command('undo', 'keys.undo', 'Ctrl+Z', () => void w.counter.undo()),
    command('sync', 'palette.sync', null, () => void w.sync.now()),
    command('language', 'language.other', null, () => void w.session.appear({ language: view?.language === 'id' ? 'en' : 'id' })),
    command('theme', `theme.${theme}`, null, () => void w.session.appear({ theme })),
    command('settings', 'settings.title', null, () => w.places.goSettings()),
    command('scanner', 'trial.start', null, () => w.places.goSettings(true)),
    command('keys', 'keys.help', 'F1', () => (w.overlay = 'keys')),
    command('curtain', 'keys.curtain', 'F9', () => (w.overlay = 'curtain')),
    command('lock', 'keys.lock', 'Ctrl+L', () => w.lock()),
  ];
}

/** Commands whose words contain every typed word, in any order. */
export function narrowed(all: readonly Command[], typed: string): Command[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return all.filter((c) => words.every((word) => c.label.toLowerCase().includes(word)));
}

/** People of the sailing at hand whose name, number, seat or document contains every typed word. */
export function people(w: Workspace, typed: string): Command[] {
  const text = typed.trim();
  if (text.length < NAME_LENGTH) return [];
  const rows = (w.sailings.board.value?.rows ?? []).filter((row) => passes(row, { ...NO_FILTER, text }));
  return rows.slice(0, PEOPLE).map((row) => ({
    id: `person-${row.departure}`,
    group: 'people',
    label: row.name,
    under: [row.rowNo && t('person.rowNoLong', { no: row.rowNo }), row.seat && t('person.seat', { seat: row.seat }), row.document].filter(Boolean).join(' · '),
    level: row.level,
    keys: null,
    run: () => void w.counter.openDeparture(row.departure),
  }));
}
