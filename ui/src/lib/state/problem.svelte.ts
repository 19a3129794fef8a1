/** The one problem that the bar under the top bar shows, until it is dismissed or work goes on. */
import { asApiError } from '../api/errors';
import type { ApiError } from '../api/generated/api';

export class Problem {
  shown = $state.raw<ApiError | null>(null);

  show(thrown: unknown): void {
    const error = asApiError(thrown);
    // A locked screen shows itself; it needs no bar.
    if (error.code !== 'locked') this.shown = error;
  }

  clear(): void {
    this.shown = null;
  }
}
