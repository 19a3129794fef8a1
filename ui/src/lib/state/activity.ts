/** Tells the other side that somebody is at work, for the lock after idle minutes: that keys or pointer moved, never which. */
const EVERY_MS = 15_000;
const EVENTS = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const;

/** Calls `report` at most every fifteen seconds while there is activity. Returns the way to stop. */
export function reportActivity(report: () => void, clock: () => number = () => performance.now()): () => void {
  let last = Number.NEGATIVE_INFINITY;
  const seen = (): void => {
    if (clock() - last < EVERY_MS) return;
    last = clock();
    report();
  };
  // Captured: the scanner's keys are held back before they reach the page.
  for (const event of EVENTS) addEventListener(event, seen, { capture: true, passive: true });
  return () => {
    for (const event of EVENTS) removeEventListener(event, seen, { capture: true });
  };
}
