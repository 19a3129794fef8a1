/** The page of one case: read when it is opened, and again when something about it changes. */
import type { Api } from '../../api/client';
import type { CaseView, Verdict } from '../../api/generated/api';
import type { Topics } from '../../api/topics';
import type { Places } from '../../state/places.svelte';
import type { Problem } from '../../state/problem.svelte';
import { Resource } from '../../state/resource.svelte';

export class Cases {
  file: Resource<CaseView>;
  saving = $state(false);
  #api: Api;
  #places: Places;
  #problem: Problem;
  #departure: string | null = null;

  constructor(api: Api, topics: Topics, places: Places, problem: Problem) {
    this.#api = api;
    this.#places = places;
    this.#problem = problem;
    this.file = new Resource(() => api.call('case_file', { departure: this.#departure ?? '' }));
    topics.watch(['screening', 'sailing', 'alert'], () => {
      if (this.#departure !== null && places.case === this.#departure) void this.file.reload();
    });
  }

  /** The file of this departure, once it was read; never the one before. */
  of(departure: string): CaseView | null {
    const { value } = this.file;
    return value?.row.departure === departure ? value : null;
  }

  async open(departure: string): Promise<void> {
    this.#departure = departure;
    this.#places.openCase(departure);
    await this.file.reload();
  }

  /** Records how the case and its signs turned out. Tells whether it was kept. */
  async turnedOut(departure: string, verdict: Verdict, signs: { indicator: string; verdict: Verdict }[]): Promise<boolean> {
    if (this.saving) return false;
    this.saving = true;
    try {
      this.file.put(await this.#api.call('case_outcome', { departure, case: verdict, signs }));
      return true;
    } catch (thrown) {
      this.#problem.show(thrown);
      return false;
    } finally {
      this.saving = false;
    }
  }
}
