/** When a screen may move the focus by itself: never out of a field that is being typed in, never out of an overlay. */
import { takesText } from '../keys/chord';

export function mayTakeFocus(): boolean {
  const active = document.activeElement;
  if (active === null || active === document.body) return true;
  return !takesText(active) && active.closest('[role="dialog"], [role="menu"]') === null;
}

/** Moves the focus to the screen, so that its keys work at once. */
export function focusScreen(): void {
  const main = document.querySelector('main');
  if (!main || !mayTakeFocus() || main.contains(document.activeElement)) return;
  main.tabIndex = -1;
  main.focus({ preventScroll: true });
}
