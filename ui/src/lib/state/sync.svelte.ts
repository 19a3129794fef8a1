/** State of the exchange with the hub. Offline is a normal state, not a failure. */
import type { Api } from '../api/client';
import { asApiError } from '../api/errors';
import type { ApiError, Enroll, SyncView } from '../api/generated/api';
import type { Topics } from '../api/topics';
import { Resource } from './resource.svelte';

export class Sync {
  status: Resource<SyncView>;
  busy = $state(false);
  /** Why the last thing asked for did not work. */
  error = $state.raw<ApiError | null>(null);
  #api: Api;

  constructor(api: Api, topics: Topics) {
    this.#api = api;
    this.status = new Resource(() => api.call('sync_status', null));
    topics.watch(['sync'], () => void this.status.reload());
  }

  now(): Promise<void> {
    return this.#take(() => this.#api.call('sync_now', null));
  }

  enroll(request: Enroll): Promise<void> {
    return this.#take(() => this.#api.call('hub_enroll', request));
  }

  async #take(ask: () => Promise<SyncView>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.error = null;
    try {
      this.status.put(await ask());
    } catch (thrown) {
      this.error = asApiError(thrown);
    } finally {
      this.busy = false;
    }
  }
}
