/** One toast at a time, eight seconds, with a way back. Never for problems: those stay until they are dealt with. */
export type Toast = { text: string; undo: (() => void) | null };

const SHOWN_MS = 8000;

export class Toasts {
  shown = $state.raw<Toast | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;

  show(text: string, undo: (() => void) | null = null): void {
    clearTimeout(this.#timer);
    this.shown = { text, undo };
    this.#timer = setTimeout(() => this.hide(), SHOWN_MS);
  }

  hide(): void {
    clearTimeout(this.#timer);
    this.shown = null;
  }
}
