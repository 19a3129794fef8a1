/** The sailings of this office and the triage board of the one that the counter works on. */
import type { Api } from '../../api/client';
import type { BoardPersonView, BoardView, LineView, SailingView } from '../../api/generated/api';
import type { Topics } from '../../api/topics';
import type { Problem } from '../../state/problem.svelte';
import { Resource } from '../../state/resource.svelte';

/** The other side delivers at most this many rows at a time. */
const PAGE = 2000;
/** Several changes in a row are read once. */
const REREAD_MS = 150;

export class Sailings {
  list: Resource<SailingView[]>;
  board: Resource<BoardView | null>;
  /** Reasons of the person that the side panel shows. */
  person = $state.raw<BoardPersonView | null>(null);
  busy = $state(false);
  #api: Api;
  #problem: Problem;
  #wanted: string | null = null;
  #shown = false;
  #stale = true;
  #soon: ReturnType<typeof setTimeout> | undefined;

  constructor(api: Api, topics: Topics, problem: Problem) {
    this.#api = api;
    this.#problem = problem;
    this.list = new Resource(() => api.call('sailing_list', null));
    this.board = new Resource(() => this.#readBoard());
    topics.watch(['sailing', 'screening'], () => this.#changed());
  }

  /** The board is on the screen: reads it when it is stale, and again on changes. Returns the way to stop. */
  show(): () => void {
    this.#shown = true;
    if (this.#stale) void this.reload();
    return () => (this.#shown = false);
  }

  get active(): SailingView | null {
    const list = this.list.value ?? [];
    return list.find((s) => s.active) ?? list[0] ?? null;
  }

  async reload(): Promise<void> {
    this.#stale = false;
    await this.list.reload();
    await this.board.reload();
    if (this.#wanted) await this.look(this.#wanted);
  }

  async select(sailing: string): Promise<void> {
    if (this.busy || sailing === this.active?.id) return;
    this.busy = true;
    try {
      this.person = null;
      this.#wanted = null;
      this.list.put(await this.#api.call('sailing_select', { sailing }));
      await this.board.reload();
    } catch (thrown) {
      this.#problem.show(thrown);
    } finally {
      this.busy = false;
    }
  }

  /** Shows the reasons of one person; the last one asked for wins. */
  async look(departure: string): Promise<void> {
    this.#wanted = departure;
    try {
      const person = await this.#api.call('board_person', { departure });
      if (this.#wanted === departure) this.person = person;
    } catch (thrown) {
      if (this.#wanted === departure) this.person = null;
      this.#problem.show(thrown);
    }
  }

  /** Corrects one cell. Rejects with a `Refusal` that belongs beside the cell. */
  async fix(line: string, column: number, text: string): Promise<LineView> {
    const fixed = await this.#api.call('line_fix', { line, column, text });
    this.#putLine(fixed);
    return fixed;
  }

  /** Sets a row aside with a reason, or brings it back without one. */
  async setAside(line: string, reason: string | null): Promise<void> {
    this.#putLine(await this.#api.call('line_set_aside', { line, reason }));
  }

  #changed(): void {
    this.#stale = true;
    clearTimeout(this.#soon);
    if (this.#shown) this.#soon = setTimeout(() => void this.reload(), REREAD_MS);
  }

  #putLine(changed: LineView): void {
    const board = this.board.value;
    if (!board) return;
    this.board.put({ ...board, lines: board.lines.map((l) => (l.id === changed.id ? changed : l)) });
  }

  async #readBoard(): Promise<BoardView | null> {
    const { active } = this;
    if (!active) return null;
    const first = await this.#api.call('board', { sailing: active.id, offset: 0, limit: PAGE });
    const rows = [...first.rows];
    while (rows.length < first.sailing.counts.total) {
      const more = await this.#api.call('board', { sailing: active.id, offset: rows.length, limit: PAGE });
      if (more.rows.length === 0) break;
      rows.push(...more.rows);
    }
    return { ...first, rows };
  }
}
