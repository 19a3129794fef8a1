/**
 * The scanner: a keyboard wedge types a passport's machine-readable lines as fast keys, whatever has the focus.
 *
 * A press of a letter that such a line can begin with is held back. If the next keys come at a scanner's pace and keep
 * the shape of a line, the whole burst is swallowed, Enter and Tab included, and handed over as one text. Otherwise
 * everything held is given back, in order, to where it was meant for. A person who types waits at most one interval.
 *
 * Must hold: a key is either swallowed into exactly one burst or reaches its target exactly once; nothing scanned
 * ever reaches a text field; nothing typed is ever lost.
 *
 * Not here: what the text means. Wrong layouts and Caps Lock are passed on as they arrive.
 */
import { takesText } from './chord';

/** Longest pause between the first keys of a burst, in milliseconds. */
export const INTERVAL_MS = 35;
/** The same for the one such letter that is a key of its own at the counter, where no text is typed. */
export const CALM_INTERVAL_MS = 60;
/** A line that has begun may stumble for this long: scanners pause, and a busy computer hands keys on late. */
export const STUMBLE_MS = 400;
/** A burst ends after Enter and this silence when the document is complete ... */
export const AFTER_ENTER_MS = 60;
/** ... after this silence when another line may follow ... */
export const NEXT_LINE_MS = 300;
/** ... or, without Enter, after this silence at the end of a line. */
export const SILENCE_MS = 120;
/** Fewer characters are not a line. */
export const MIN_LENGTH = 10;
/** More are dropped: the contract takes at most this many. */
export const MAX_LENGTH = 400;

export type WedgeOptions = {
  /** A whole burst. Line breaks inside it are `\n`. */
  onScan: (text: string) => void;
  /** While this holds, bursts are swallowed and dropped. */
  isLocked: () => boolean;
  /** A burst was dropped because of the lock. */
  onDropped: () => void;
};

type Held = { key: string; target: EventTarget | null; event: KeyboardEvent };

/** Beginnings of machine-readable lines (ICAO 9303 parts 4 to 6): passport, visa, and the cards. */
const BEGINNINGS = 'PVIAC';
/** What a person does after typing, and a scanner never. */
const SETTLING = ['pointerdown', 'mousedown', 'click', 'focusout', 'submit', 'paste'] as const;
const PASSIVE = new Set(['Shift', 'CapsLock', 'NumLock', 'AltGraph']);

export class Wedge {
  #options: WedgeOptions;
  #held: Held[] = [];
  #text = '';
  #lastAt = 0;
  #endedLine = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #replaying = false;

  constructor(options: WedgeOptions) {
    this.#options = options;
  }

  /** Listens ahead of everything else; returns the way to stop. */
  listen(target: Window = window): () => void {
    const hear = (event: KeyboardEvent): void => this.#hear(event);
    const settle = (event: Event): void => this.#settle(event);
    target.addEventListener('keydown', hear, { capture: true });
    for (const kind of SETTLING) target.addEventListener(kind, settle, { capture: true });
    return () => {
      target.removeEventListener('keydown', hear, { capture: true });
      for (const kind of SETTLING) target.removeEventListener(kind, settle, { capture: true });
      this.#giveBack();
    };
  }

  /** Whoever clicks, leaves a field or submits has finished typing: what is held belongs there first. */
  #settle(event: Event): void {
    if (this.#text === '' || this.#confirmed) return;
    // The page moves the focus by itself too, perhaps while the next passport arrives: only a field that is left counts.
    const left = event.type !== 'focusout' || (takesText(this.#held[0]?.target ?? null) && !begun(this.#text));
    if (left) this.#end();
  }

  #hear(event: KeyboardEvent): void {
    if (this.#replaying || PASSIVE.has(event.key)) return;
    const character = asCharacter(event);
    if (this.#text === '') {
      if (character !== null && begins(character)) this.#hold(event, character);
      return;
    }
    if (event.timeStamp - this.#lastAt >= this.#patience) {
      this.#end();
      this.#hear(event);
      return;
    }
    if (character === null || !continues(this.#text, character)) {
      // An Enter that ends a short or shapeless word is the person's own; so is any other key. It may begin a burst.
      this.#end();
      this.#hear(event);
      return;
    }
    this.#hold(event, character);
  }

  get #confirmed(): boolean {
    return looksLikeLines(this.#text);
  }

  /** How long the next key may take. */
  get #patience(): number {
    if (this.#endedLine) return isComplete(this.#text) ? AFTER_ENTER_MS : NEXT_LINE_MS;
    if (this.#confirmed) return isLineEnd(this.#text) ? SILENCE_MS : STUMBLE_MS;
    if (begun(this.#text)) return STUMBLE_MS;
    if (takesText(this.#held[0]?.target ?? null)) return INTERVAL_MS;
    // Outside text fields these letters mean nothing by themselves, so nobody waits for them.
    return this.#text.toUpperCase().startsWith('A') ? CALM_INTERVAL_MS : STUMBLE_MS;
  }

  #hold(event: KeyboardEvent, character: string): void {
    event.preventDefault();
    event.stopImmediatePropagation();
    this.#held.push({ key: event.key, target: event.target, event });
    if (this.#text.length < MAX_LENGTH) this.#text += character;
    this.#lastAt = event.timeStamp;
    this.#endedLine = character === '\n';
    this.#arm();
  }

  #arm(): void {
    clearTimeout(this.#timer);
    const wait = this.#patience;
    const due = performance.now() + wait;
    this.#timer = setTimeout(() => this.#silent(due), wait);
  }

  #silent(due: number): void {
    // A busy page fires its timers before the keys that queued meanwhile: let those in first.
    if (performance.now() - due > INTERVAL_MS / 2) {
      this.#timer = setTimeout(() => this.#end(), INTERVAL_MS / 2);
    } else this.#end();
  }

  /** The burst is over: hand it over, or give the keys back. */
  #end(): void {
    clearTimeout(this.#timer);
    if (!this.#confirmed) {
      this.#giveBack();
      return;
    }
    const text = this.#text.replace(/\n+$/, '');
    this.#forget();
    if (this.#options.isLocked()) this.#options.onDropped();
    else this.#options.onScan(text);
  }

  #forget(): void {
    clearTimeout(this.#timer);
    this.#held = [];
    this.#text = '';
    this.#endedLine = false;
  }

  #giveBack(): void {
    const held = this.#held;
    this.#forget();
    this.#replaying = true;
    try {
      for (const key of held) giveBack(key);
    } finally {
      this.#replaying = false;
    }
  }
}

/** The character that a key stands for; `null` for a key that no scanner sends inside a line. */
function asCharacter(event: KeyboardEvent): string | null {
  if (event.key === 'Enter' || event.key === 'Tab') return '\n';
  // On some layouts the filler arrives as a dead key.
  if (event.key === 'Dead') return '<';
  // AltGr, which some layouts need for the filler, arrives as Ctrl and Alt together.
  const altGraph = event.ctrlKey && event.altKey;
  if ((event.ctrlKey || event.altKey || event.metaKey) && !altGraph) return null;
  return event.key.length === 1 && event.key !== ' ' ? event.key : null;
}

function begins(character: string): boolean {
  return BEGINNINGS.includes(character.toUpperCase());
}

/** A kind, a filler and a letter: more than chance, though not a line yet. */
function begun(text: string): boolean {
  return /^[PVIAC][^A-Za-z0-9\n][A-Za-z]/i.test(text);
}

/** Whether a line can go on with this character: one case, one kind of filler, no figures in a passport's first line. */
function continues(text: string, character: string): boolean {
  if (character === '\n') return looksLikeLines(text);
  if (isLetter(character)) {
    const first = text.charAt(0);
    return (character === character.toUpperCase()) === (first === first.toUpperCase());
  }
  if (isDigit(character)) return text.length > 1 && (isCard(text) || pastFirstLine(text));
  const filler = fillerOf(text);
  return filler === null || filler === character;
}

/** The character that stands for `<`, whatever the layout made of it. */
function fillerOf(text: string): string | null {
  for (const c of text) if (!isLetter(c) && !isDigit(c) && c !== '\n') return c;
  return null;
}

function isCard(text: string): boolean {
  return 'IAC'.includes(text.charAt(0).toUpperCase());
}

/** Scanners that send no line break run both lines together, 44 characters each. */
function pastFirstLine(text: string): boolean {
  return text.includes('\n') || text.length >= 44;
}

/**
 * At least ten characters in the shape of a line: kind, issuing state, and then a name or a number. Words and
 * passphrases, however quickly they are typed, do not have it.
 */
function looksLikeLines(text: string): boolean {
  if (text.replaceAll('\n', '').length < MIN_LENGTH) return false;
  const filler = fillerOf(text);
  const plain = filler === null ? text : text.replaceAll(filler, '<');
  if (!isCard(plain)) {
    return /^[PV]<(?:[A-Z]{3}|[A-Z]{2}<|[A-Z]<<)[A-Z]/i.test(plain) || /^[PV][A-Z]{4}[A-Z<]*<</i.test(plain);
  }
  if (/^[IAC]<(?:[A-Z]{3}|[A-Z]{2}<|[A-Z]<<)/i.test(plain)) return true;
  // A second letter is common on cards, and common in words: upper case and a number decide.
  return /^[IAC][A-Z](?:[A-Z]{3}|[A-Z]<<)[A-Z0-9<]+/.test(plain) && [...plain].filter(isDigit).length >= 4;
}

/** Characters in a line of a passport, of a smaller document, of a card (ICAO 9303-3). */
const LINES: readonly (readonly [length: number, lines: number])[] = [
  [44, 2],
  [36, 2],
  [30, 3],
];

function isLineEnd(text: string): boolean {
  const line = text.slice(text.lastIndexOf('\n') + 1);
  return LINES.some(([length]) => line.length > 0 && line.length % length === 0);
}

/** All lines of a document are there, with line breaks or without. */
function isComplete(text: string): boolean {
  const { length } = text.replaceAll('\n', '');
  return LINES.some(([size, lines]) => length > 0 && length % (size * lines) === 0);
}

function isLetter(c: string): boolean {
  return /^[A-Za-z]$/.test(c);
}

function isDigit(c: string): boolean {
  return c >= '0' && c <= '9';
}

/** Gives a held key to where it was meant for: as text to a field, as a key press to anything else. */
function giveBack({ key, target, event }: Held): void {
  const field = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement ? target : null;
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

function insert(field: HTMLInputElement | HTMLTextAreaElement, text: string): void {
  if (field instanceof HTMLInputElement && ['radio', 'checkbox', 'file', 'button', 'submit'].includes(field.type)) return;
  const start = field.selectionStart ?? field.value.length;
  const end = field.selectionEnd ?? start;
  const max = field.maxLength;
  if (max >= 0 && field.value.length - (end - start) + text.length > max) return;
  field.setRangeText(text, start, end, 'end');
  field.dispatchEvent(new InputEvent('input', { bubbles: true, data: text, inputType: 'insertText' }));
}
