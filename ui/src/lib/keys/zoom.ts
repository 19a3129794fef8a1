/** Keys for the size of the page: on every screen, the locked ones included. */
import { chord } from './chord';

/** As layouts send them: plus with and without Shift, and from the number pad. */
const STEPS: readonly (readonly [step: 1 | -1 | 0, keys: readonly string[]])[] = [
  [1, ['Ctrl++', 'Ctrl+=', 'Ctrl+Shift++', 'Ctrl+Shift+=']],
  [-1, ['Ctrl+-', 'Ctrl+Shift+_']],
  [0, ['Ctrl+0']],
];

/** Listens for the keys of the size; returns the way to stop. */
export function listenForZoom(zoom: (step: 1 | -1 | 0) => void): () => void {
  const hear = (event: KeyboardEvent): void => {
    const pressed = chord(event);
    const found = STEPS.find(([, keys]) => keys.includes(pressed));
    if (!found) return;
    event.preventDefault();
    zoom(found[0]);
  };
  window.addEventListener('keydown', hear);
  return () => window.removeEventListener('keydown', hear);
}
