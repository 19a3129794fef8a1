/**
 * A key press as text: `Ctrl+Enter`, `Alt+1`, `Ctrl+Shift+D`, `a`, `F9`. Modifiers in the order Ctrl, Alt, Shift.
 *
 * Shift is part of a chord only beside Ctrl or Alt or for named keys; alone it only makes another character.
 */
export function chord(event: KeyboardEvent): string {
  const combined = event.ctrlKey || event.altKey || event.metaKey;
  const base = key(event, combined);
  const shift = event.shiftKey && (combined || base.length > 1);
  const parts = [event.ctrlKey && 'Ctrl', event.altKey && 'Alt', event.metaKey && 'Meta', shift && 'Shift', base];
  return parts.filter(Boolean).join('+');
}

function key(event: KeyboardEvent, combined: boolean): string {
  // With Alt some layouts produce another character: the place of the key decides then.
  const place = /^(?:Digit|Numpad)(\d)$|^Key([A-Z])$/.exec(event.code);
  if (combined && place) return place[1] ?? place[2] ?? '';
  if (event.key === ' ') return 'Space';
  if (event.key.length === 1) return combined ? event.key.toUpperCase() : event.key.toLowerCase();
  return event.key;
}

/** A single character, which acts only where no text is being typed. */
export function isSingle(text: string): boolean {
  return text.length === 1;
}

/** The target takes text, so single characters belong to it. */
export function takesText(target: EventTarget | null): boolean {
  if (target instanceof HTMLTextAreaElement) return true;
  if (target instanceof HTMLInputElement) return !['radio', 'checkbox', 'file', 'button'].includes(target.type);
  return target instanceof HTMLElement && target.isContentEditable;
}
