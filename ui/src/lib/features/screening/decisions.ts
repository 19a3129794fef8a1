/** Decisions: their order on the screen and their keys. */
import type { Decision } from '../../api/generated/api';

export const DECISIONS: readonly Decision[] = ['lanjut', 'lanjutEdukasi', 'ajakBicara', 'sarankanTunda', 'rujuk'];

export const DECISION_KEYS: Record<Decision, string> = {
  lanjut: 'Alt+L',
  lanjutEdukasi: 'Alt+E',
  ajakBicara: 'Alt+B',
  sarankanTunda: 'Alt+T',
  rujuk: 'Alt+R',
};

/** The decisions beside the advice, in their usual order. */
export function otherDecisions(advice: Decision): Decision[] {
  return DECISIONS.filter((d) => d !== advice);
}
