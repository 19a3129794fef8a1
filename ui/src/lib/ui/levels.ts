/** Order and short class of the levels. The class carries the colour; the shape is drawn by `LevelShape`. */
import type { Level } from '../api/generated/api';

export const LEVELS: readonly Level[] = ['siap', 'lengkapi', 'dalami', 'lindungi'];

/** 0 for Siap to 3 for Lindungi; also the key that filters by it. */
export function rank(level: Level): number {
  return LEVELS.indexOf(level);
}

export function levelClass(level: Level): string {
  return `lv${rank(level)}`;
}
