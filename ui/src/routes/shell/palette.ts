/** The commands of the palette, and how typing narrows them. People and cases are not searched here yet. */
import { t, type Key } from '../../lib/i18n';
import { PLACES } from '../../lib/state/places.svelte';
import type { Workspace } from '../../lib/state/workspace.svelte';

export type Command = { id: string; label: string; keys: string | null; run: () => void };

export function commands(w: Workspace): Command[] {
  const command = (id: string, says: Key, keys: string | null, run: () => void): Command => ({ id, label: t(says), keys, run });
  const view = w.session.view;
  const theme = view?.theme === 'dark' ? 'light' : 'dark';
  return [
    ...PLACES.map((place, i) => command(`place-${place}`, `place.${place}`, `Alt+${i + 1}`, () => w.places.go(place))),
    command('import', 'keys.import', 'Ctrl+I', () => w.places.goSailing('import')),
    command('manual', 'keys.manual', 'Ctrl+N', () => w.counter.startManual()),
    command('fixes', 'palette.fixes', null, () => w.places.goSailing('fixes')),
    command('draft', 'keys.draft', 'Ctrl+Shift+D', () => w.counter.resumeNewest()),
    command('undo', 'keys.undo', 'Ctrl+Z', () => void w.counter.undo()),
    command('sync', 'sync.now', null, () => void w.sync.now()),
    command('language', 'language.other', null, () => void w.session.appear({ language: view?.language === 'id' ? 'en' : 'id' })),
    command('theme', `theme.${theme}`, null, () => void w.session.appear({ theme })),
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
