/**
 * The scanner: a keyboard wedge types a passport's machine-readable lines as fast keys, whatever has the focus.
 *
 * Keys that come at a scanner's pace and keep the shape of a line are watched. Once they are more than chance the burst is
 * swallowed, Enter and Tab included, and handed over as one text.
 *
 * What a person types acts at once. In a text field the first keys of a possible burst go through to the field; if it was
 * one, the field is made to hold again what it held before. Elsewhere keys would act, and that cannot be taken back, so
 * there a key is held for a moment when only a scanner types so: a capital without Caps Lock, or a second key in the
 * blink of an eye. What was held for nothing is given back, in order, to where it was meant for.
 *
 * Must hold: a key is either swallowed into exactly one burst or reaches its target exactly once; nothing scanned stays in
 * a text field; nothing typed is ever lost.
 *
 * Not here: what the text means. Wrong layouts and Caps Lock are passed on as they arrive.
 */
import { takesText } from './chord';
import { begins, begun, continues, isComplete, isLineEnd, looksLikeLines } from './lines';
import { before, giveBack, putBack, type Before, type Held } from './typed';

/** Longest pause between the first keys of a burst, in milliseconds. */
export const INTERVAL_MS = 35;
/** The same where no text is typed, after a letter that may well be a key of its own. */
export const CALM_INTERVAL_MS = 60;
/** A line that has begun may stumble for this long: scanners pause, and a busy computer hands keys on late. */
export const STUMBLE_MS = 400;
/** A burst ends after Enter and this silence when the document is complete ... */
export const AFTER_ENTER_MS = 60;
/** ... after this silence when another line may follow ... */
export const NEXT_LINE_MS = 300;
/** ... or, without Enter, after this silence at the end of a line. */
export const SILENCE_MS = 120;
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

/** The first key of a possible burst: where it went, whether a person may have pressed it, what its field held. */
type First = { target: EventTarget | null; byHand: boolean; before: Before | null };
const NOTHING: First = { target: null, byHand: false, before: null };

/** What a person does after typing, and a scanner never. */
const SETTLING = ['pointerdown', 'mousedown', 'click', 'focusout', 'submit', 'paste'] as const;
const PASSIVE = new Set(['Shift', 'CapsLock', 'NumLock', 'AltGraph']);

export class Wedge {
  #options: WedgeOptions;
  #held: Held[] = [];
  /** All characters of the possible burst: those that went through, then those that are held. */
  #text = '';
  #first: First = NOTHING;
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
    const left = event.type !== 'focusout' || (this.#inText && !begun(this.#text));
    if (left) this.#end();
  }

  #hear(event: KeyboardEvent): void {
    if (this.#replaying || PASSIVE.has(event.key)) return;
    const character = asCharacter(event);
    if (this.#text === '') {
      if (character !== null && begins(character)) {
        this.#first = { target: event.target, byHand: byHand(event), before: before(event.target) };
        this.#take(event, character);
      }
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
    this.#take(event, character);
  }

  get #inText(): boolean {
    return takesText(this.#first.target);
  }

  get #confirmed(): boolean {
    return looksLikeLines(this.#text);
  }

  /** How long the next key may take. */
  get #patience(): number {
    if (this.#endedLine) return isComplete(this.#text) ? AFTER_ENTER_MS : NEXT_LINE_MS;
    if (this.#confirmed) return isLineEnd(this.#text) ? SILENCE_MS : STUMBLE_MS;
    if (begun(this.#text)) return STUMBLE_MS;
    if (this.#inText) return INTERVAL_MS;
    // Outside text fields most of these letters mean nothing by themselves, so nobody waits for them.
    return this.#first.byHand || this.#text.toUpperCase().startsWith('A') ? CALM_INTERVAL_MS : STUMBLE_MS;
  }

  /** One more character of a possible burst: held when it must not act, otherwise only noted. */
  #take(event: KeyboardEvent, character: string): void {
    const text = this.#text + character;
    if (this.#mustHold(event, text)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      this.#held.push({ key: event.key, target: event.target, event });
    }
    if (this.#text.length < MAX_LENGTH) this.#text = text;
    this.#lastAt = event.timeStamp;
    this.#endedLine = character === '\n';
    if (this.#confirmed && this.#first.before) {
      putBack(this.#first.before);
      this.#first = { ...this.#first, before: null };
    }
    this.#arm();
  }

  /** `text` is the possible burst with this key. */
  #mustHold(event: KeyboardEvent, text: string): boolean {
    // What follows a held key waits with it, or keys would change places.
    if (this.#held.length > 0 || begun(text) || looksLikeLines(text)) return true;
    // A dead key would change the next letter of the field.
    if (this.#inText) return event.key === 'Dead';
    return text.length > 1 || !this.#first.byHand;
  }

  #arm(): void {
    clearTimeout(this.#timer);
    // Nobody waits for keys that went through. What their field held is forgotten soon all the same: it may be a secret.
    const wait = this.#held.length > 0 ? this.#patience : STUMBLE_MS;
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
    this.#first = NOTHING;
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

/**
 * Whether a person may have pressed this letter as a key of the screen: without Shift, in the case that Caps Lock makes of
 * it. Scanners press Shift for their capitals, whatever the lock is.
 */
function byHand(event: KeyboardEvent): boolean {
  const capital = event.key !== event.key.toLowerCase();
  return !event.shiftKey && capital === event.getModifierState('CapsLock');
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
