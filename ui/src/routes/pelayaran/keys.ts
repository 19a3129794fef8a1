/** Keys of the board. */
import type { Level } from '../../lib/api/generated/api';
import type { Binding, Scope } from '../../lib/keys/keys.svelte';
import { LEVELS } from '../../lib/ui/levels';

export type BoardActions = {
  move: (by: number) => void;
  jump: (to: number) => void;
  open: () => void;
  openCase: () => void;
  filterLevel: (level: Level) => void;
  clear: () => void;
  text: () => void;
};

const PAGE = 12;

export function boardKeys(actions: BoardActions): Scope {
  const levels: Binding[] = LEVELS.map((level, i) => ({ keys: [String(i)], says: `level.${level}`, run: () => actions.filterLevel(level) }));
  return {
    title: 'place.pelayaran',
    bindings: [
      { keys: ['j', 'ArrowDown'], says: 'keys.down', repeats: true, run: () => actions.move(1) },
      { keys: ['k', 'ArrowUp'], says: 'keys.up', repeats: true, run: () => actions.move(-1) },
      { keys: ['PageDown'], repeats: true, run: () => actions.move(PAGE) },
      { keys: ['PageUp'], repeats: true, run: () => actions.move(-PAGE) },
      { keys: ['Home', 'End'], says: 'keys.ends', run: () => {}, when: () => false },
      { keys: ['Home'], run: () => actions.jump(0) },
      { keys: ['End'], run: () => actions.jump(Number.MAX_SAFE_INTEGER) },
      { keys: ['Enter'], says: 'board.open', run: actions.open },
      { keys: ['Space'], says: 'case.open', run: actions.openCase },
      { keys: ['/'], says: 'board.filter', run: actions.text },
      { keys: ['Escape'], says: 'board.clear', run: actions.clear },
      ...levels,
    ],
  };
}
