/** Length of a passphrase while it is typed. Length is what counts; there are no rules about characters. */
/** Shortest passphrase that the registry takes, in characters. */
export const MIN_PASSPHRASE = 12;
const GOOD = 20;

export function passphraseHint(length: number): 'start' | 'short' | 'enough' | 'good' {
  if (length === 0) return 'start';
  if (length < MIN_PASSPHRASE) return 'short';
  return length < GOOD ? 'enough' : 'good';
}

/** Length as the registry counts it: one character repeated in a row counts once, spaces around it do not. */
export function passphraseLength(text: string): number {
  const characters = [...text.trim()];
  return characters.filter((c, i) => c !== characters[i - 1]).length;
}
