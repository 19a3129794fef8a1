/** Text fields as the scanner's listener sees them: what stood there before a burst, and keys given back to them. */

import { takesText } from './chord';

type TextField = HTMLInputElement | HTMLTextAreaElement;

/** What a field held before the first key of a possible burst reached it. */
export type Before = { field: TextField; value: string; start: number | null; end: number | null };

/** Notes what a field holds; `null` for anything but a field that text can be typed into. */
export function before(target: EventTarget | null): Before | null {
  if (!isField(target) || !takesText(target)) return null;
  return { field: target, value: target.value, start: target.selectionStart, end: target.selectionEnd };
}

/** Makes a field hold again what it held before, cursor included, and tells it, so that bound values follow. */
export function putBack({ field, value, start, end }: Before): void {
  if (field.value === value) return;
  field.value = value;
  // Fields without a cursor of their own, such as numbers, refuse one.
  if (start !== null) field.setSelectionRange(start, end);
  field.dispatchEvent(new InputEvent('input', { bubbles: true, data: null, inputType: 'historyUndo' }));
}

/** A key that was held back. */
export type Held = { key: string; target: EventTarget | null; event: KeyboardEvent };

/** Gives a held key to where it was meant for: as text to a field, as a key press to anything else. */
export function giveBack({ key, target, event }: Held): void {
  const field = isField(target) ? target : null;
  const repeat = new KeyboardEvent('keydown', {
    key,
    code: event.code,
    shiftKey: event.shiftKey,
    bubbles: true,
    cancelable: true,
  });
  const goesOn = (target ?? document.body).dispatchEvent(repeat);
  if (!goesOn || !field || field.disabled || field.readOnly) return;
  if (key === 'Enter') field.form?.requestSubmit();
  else if (key.length === 1) insert(field, key);
}

function isField(target: EventTarget | null): target is TextField {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}

function insert(field: TextField, text: string): void {
  if (field instanceof HTMLInputElement && ['radio', 'checkbox', 'file', 'button', 'submit'].includes(field.type)) return;
  const start = field.selectionStart ?? field.value.length;
  const end = field.selectionEnd ?? start;
  const max = field.maxLength;
  if (max >= 0 && field.value.length - (end - start) + text.length > max) return;
  field.setRangeText(text, start, end, 'end');
  field.dispatchEvent(new InputEvent('input', { bubbles: true, data: text, inputType: 'insertText' }));
}
