/**
 * The shape of machine-readable lines (ICAO 9303 parts 3 to 6), as far as a scanner's burst is told by it from what people
 * type. Not here: what the lines mean.
 */

/** Fewer characters are not a line. */
export const MIN_LENGTH = 10;

/** Beginnings of lines: passport, visa, and the cards. */
const BEGINNINGS = 'PVIAC';

/** Whether a line can begin with this character. */
export function begins(character: string): boolean {
  return BEGINNINGS.includes(character.toUpperCase());
}

/** A kind, a filler and a letter: more than chance, though not a line yet. */
export function begun(text: string): boolean {
  return /^[PVIAC][^A-Za-z0-9\n][A-Za-z]/i.test(text);
}

/** Whether a line can go on with this character: one case, one kind of filler, no figures in a passport's first line. */
export function continues(text: string, character: string): boolean {
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
export function looksLikeLines(text: string): boolean {
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

/** A line of one of these sizes is complete. */
export function isLineEnd(text: string): boolean {
  const line = text.slice(text.lastIndexOf('\n') + 1);
  return LINES.some(([length]) => line.length > 0 && line.length % length === 0);
}

/** All lines of a document are there, with line breaks or without. */
export function isComplete(text: string): boolean {
  const { length } = text.replaceAll('\n', '');
  return LINES.some(([size, lines]) => length > 0 && length % (size * lines) === 0);
}

function isLetter(c: string): boolean {
  return /^[A-Za-z]$/.test(c);
}

function isDigit(c: string): boolean {
  return c >= '0' && c <= '9';
}
