/** Keys of the counter. */
import { DECISION_KEYS, DECISIONS } from '../../lib/features/screening/decisions';
import type { Counter } from '../../lib/features/screening/counter.svelte';
import type { Binding, Scope } from '../../lib/keys/keys.svelte';

export function counterKeys(c: Counter): Scope {
  const asking = (): boolean => c.scanCard.kind !== 'failed' && c.manual === null && c.open !== null;
  /** While a reason is picked, the keys are the picker's: an arrow moves among the signs, a letter answers nothing. */
  const answering = (): boolean => asking() && !c.picking;
  const digits: Binding = {
    keys: ['1', '5'],
    range: true,
    says: 'keys.answer',
    run: () => void c.press('1'),
    when: () => false,
  };
  const digit = (key: string): Binding => ({ keys: [key], run: () => void c.press(key), when: answering });
  const decisions: Binding[] = DECISIONS.map((decision) => ({
    keys: [DECISION_KEYS[decision]],
    says: `decision.${decision}`,
    run: () => c.decide(decision),
    when: asking,
  }));
  return {
    title: 'place.loket',
    bindings: [
      digits,
      ...['1', '2', '3', '4', '5', '6', '7', '8'].map(digit),
      { ...digit('9'), says: 'answer.dontKnow' },
      { ...digit('0'), says: 'answer.refused' },
      { keys: ['ArrowUp'], says: 'keys.previous', run: () => c.previous(), when: answering },
      { keys: ['ArrowDown'], run: () => c.next(), when: answering },
      { keys: ['a'], says: 'keys.allDocuments', run: () => void c.allDocuments(), when: answering },
      { keys: ['Ctrl+Enter'], says: 'keys.follow', run: () => c.follow(), when: answering },
      ...decisions,
      { keys: ['Ctrl+Shift+P'], says: 'keys.park', run: () => void c.park(), when: asking },
      { keys: ['Ctrl+Shift+D'], says: 'keys.draft', run: () => c.resumeNewest() },
      { keys: ['Escape'], inText: true, run: () => c.cancelReason(), when: () => asking() && c.picking },
      { keys: ['Ctrl+G'], says: 'keys.family', run: () => c.family.toggle(c.open), when: () => c.open !== null || c.family.together },
      { keys: ['Escape'], run: () => c.dismissScan(), when: () => c.scanCard.kind !== 'ready' },
      { keys: ['Escape'], run: () => c.close(), when: () => c.open?.decision !== null },
    ],
  };
}
