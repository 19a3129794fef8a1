/** One step after the other, in the order in which they were asked for. A step that fails does not stop the next. */
export class Queue {
  /** How many steps wait or run. */
  pending = $state(0);
  #tail: Promise<void> = Promise.resolve();
  #failed: (thrown: unknown) => void;

  constructor(failed: (thrown: unknown) => void) {
    this.#failed = failed;
  }

  /** Runs a step when its turn comes; settles when it has ended, well or not. */
  add(step: () => Promise<void>): Promise<void> {
    this.pending += 1;
    this.#tail = this.#tail.then(async () => {
      try {
        await step();
      } catch (thrown) {
        this.#failed(thrown);
      } finally {
        this.pending -= 1;
      }
    });
    return this.#tail;
  }
}
