/**
 * Trying a scanner out: what arrived, told apart so that somebody can set the scanner right (journeys 17). The check digits
 * are the other side's to judge; here only the characters are looked at.
 */
import type { ScanCheck } from '../../api/generated/api';
import { MIN_LENGTH } from '../../keys/lines';

/** How the characters came in: as one recognised burst, or key by key into the field. */
export type Arrival = 'burst' | 'keys';
export type Verdict = 'fine' | 'half' | 'two' | 'swapped' | 'layout' | 'nothing';
export type Note = 'filler' | 'lower' | 'oneLine' | 'slow';
export type Trial = { verdict: Verdict; notes: Note[] };

/** The filler between names, as it arrived; none when the text has no character that is neither letter, figure nor break. */
function filler(text: string): string | null {
  return /[^A-Za-z0-9\s]/.exec(text)?.[0] ?? null;
}

export function judge(text: string, check: ScanCheck, arrival: Arrival): Trial {
  const plain = text.trim();
  if (plain.replaceAll('\n', '').length < MIN_LENGTH) return { verdict: 'nothing', notes: [] };
  const notes: Note[] = [];
  if (!['<', null].includes(filler(plain))) notes.push('filler');
  if (/[a-z]/.test(plain) && !/[A-Z]/.test(plain)) notes.push('lower');
  switch (check) {
    case 'read':
      if (!plain.includes('\n')) notes.push('oneLine');
      if (arrival === 'keys') notes.push('slow');
      return { verdict: 'fine', notes };
    case 'half':
      return { verdict: 'half', notes };
    case 'twoPeople':
      return { verdict: 'two', notes };
    case 'checkFailed':
      return { verdict: 'swapped', notes };
    case 'notMrz':
      return { verdict: 'layout', notes: [] };
  }
}
