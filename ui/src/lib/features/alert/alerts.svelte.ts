/** Requests for a colleague: a second officer, or a talk. One person, one alert. */
import type { Api } from '../../api/client';
import type { AlertEntry } from '../../api/generated/api';
import type { Topics } from '../../api/topics';
import type { Problem } from '../../state/problem.svelte';
import { Resource } from '../../state/resource.svelte';

export class Alerts {
  list: Resource<AlertEntry[]>;
  /** Alert being taken. */
  taking = $state<string | null>(null);
  #api: Api;
  #problem: Problem;

  constructor(api: Api, topics: Topics, problem: Problem) {
    this.#api = api;
    this.#problem = problem;
    this.list = new Resource(() => api.call('alert_list', null));
    topics.watch(['alert'], () => void this.list.reload());
  }

  get open(): number {
    return (this.list.value ?? []).filter((a) => !a.alert.acknowledged).length;
  }

  async take(alert: string): Promise<void> {
    if (this.taking) return;
    this.taking = alert;
    try {
      this.list.put(await this.#api.call('alert_take', { alert }));
    } catch (thrown) {
      this.#problem.show(thrown);
    } finally {
      this.taking = null;
    }
  }
}
