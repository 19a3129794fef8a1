/**
 * Topics: what a change makes stale. A call that writes marks its topics; the shell's event marks those that changed
 * without the page. Whoever shows something watches its topics and reads again.
 */
import type { Topic } from './generated/api';

type Watcher = { topics: readonly Topic[]; run: () => void };

export class Topics {
  #watchers = new Set<Watcher>();
  #pending = new Set<Topic>();

  /** Calls `run` once after any of the topics became stale. Returns the way to stop. */
  watch(topics: readonly Topic[], run: () => void): () => void {
    const watcher = { topics, run };
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** Forgets all watchers: what they show is being dropped. */
  clear(): void {
    this.#watchers.clear();
  }

  /** Marks topics; watchers hear of it together, after the present task. */
  stale(topics: readonly Topic[]): void {
    const first = this.#pending.size === 0;
    for (const topic of topics) this.#pending.add(topic);
    if (first && this.#pending.size > 0) queueMicrotask(() => this.#tell());
  }

  #tell(): void {
    const marked = this.#pending;
    this.#pending = new Set();
    for (const watcher of [...this.#watchers]) {
      if (watcher.topics.some((topic) => marked.has(topic))) watcher.run();
    }
  }
}
