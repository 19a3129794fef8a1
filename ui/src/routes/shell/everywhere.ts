/** Keys that work on every screen. */
import type { Binding, Scope } from '../../lib/keys/keys.svelte';
import { PLACES } from '../../lib/state/places.svelte';
import type { Workspace } from '../../lib/state/workspace.svelte';

export function everywhere(w: Workspace): Scope {
  const sections: Binding[] = PLACES.map((place, i) => ({
    keys: [`Alt+${i + 1}`],
    says: `place.${place}`,
    run: () => w.places.goTop(place),
  }));
  return {
    title: 'keys.everywhere',
    bindings: [
      ...sections,
      { keys: ['Ctrl+K'], says: 'keys.palette', run: () => (w.overlay = 'palette') },
      { keys: ['F1'], says: 'keys.help', run: () => (w.overlay = 'keys') },
      { keys: ['F9'], says: 'keys.curtain', run: () => (w.overlay = 'curtain') },
      { keys: ['Ctrl+L'], says: 'keys.lock', run: () => w.lock() },
      { keys: ['Ctrl+I'], says: 'keys.import', run: () => w.places.goSailing('import') },
      { keys: ['Ctrl+N'], says: 'keys.manual', run: () => w.counter.startManual() },
      // Heard on every screen, before anyone has signed in too: see `keys/zoom.ts`.
      { keys: ['Ctrl++', 'Ctrl+-'], says: 'keys.zoom', run: () => {}, when: () => false },
      { keys: ['Ctrl+0'], says: 'keys.zoomReset', run: () => {}, when: () => false },
      { keys: ['Ctrl+Z'], says: 'keys.undo', notInText: true, run: () => void w.counter.undo() },
    ],
  };
}
