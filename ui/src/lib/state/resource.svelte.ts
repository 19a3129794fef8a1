/**
 * Something read from the other side, kept while it is read again: old content stays on the screen until the new one
 * is there. A reply that was overtaken by a newer one is dropped.
 */
import { asApiError } from '../api/errors';
import type { ApiError } from '../api/generated/api';

export class Resource<T> {
  value = $state.raw<T | null>(null);
  error = $state.raw<ApiError | null>(null);
  loading = $state(false);
  #read: () => Promise<T>;
  #turn = 0;

  constructor(read: () => Promise<T>) {
    this.#read = read;
  }

  async reload(): Promise<void> {
    const turn = ++this.#turn;
    this.loading = true;
    try {
      const value = await this.#read();
      if (turn === this.#turn) {
        this.value = value;
        this.error = null;
      }
    } catch (thrown) {
      if (turn === this.#turn) this.error = asApiError(thrown);
    } finally {
      if (turn === this.#turn) this.loading = false;
    }
  }

  /** Takes a value that a write has just returned. */
  put(value: T): void {
    this.#turn += 1;
    this.value = value;
    this.error = null;
    this.loading = false;
  }
}
