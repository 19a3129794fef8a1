/**
 * The page's one door to the rest of Suar. This is the only file that imports Tauri; a test holds that.
 *
 * Outside the shell (tests, design work, screenshots) the same interface is answered by `src/fake`, which this file does
 * not know: what is shipped cannot reach it.
 */
import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import { asApiError, Refusal } from './errors';
import { invalidates, type Commands, type ManifestPreview, type Topic } from './generated/api';
import type { Topics } from './topics';

export type CommandName = keyof Commands;

/** What answers the page: the shell, or the fake. */
export interface Backend {
  call<N extends CommandName>(name: N, request: Commands[N]['request']): Promise<Commands[N]['reply']>;
  /** Reads a file that the officer chose. Bytes, never a path: the page knows no paths. */
  readManifest(fileName: string, bytes: Uint8Array): Promise<ManifestPreview>;
  /** Sets the size of the page, in percent. */
  zoom(percent: number): void;
  /** Hears of changes that happened without a call of the page. */
  onChanged(heard: (topics: Topic[]) => void): void;
}

/** Suar itself, around this page. */
export const shell: Backend = {
  call: (name, request) => invoke(name, request === null ? {} : { request }),
  readManifest: (fileName, bytes) =>
    invoke('manifest_read', bytes, { headers: { 'x-file-name': encodeURIComponent(fileName) } }),
  // A page that keeps its size can still be worked with.
  zoom: (percent) => void invoke('plugin:webview|set_webview_zoom', { value: percent / 100 }).catch(() => {}),
  onChanged(heard) {
    void listen<Topic[]>('suar://changed', (event) => heard(event.payload));
  },
};

/** Calls, and marks what each call makes stale. */
export class Api {
  #backend: Backend;
  #topics: Topics;
  /** Called when the other side says that the screen is locked, or that the session changed without the page. */
  onLocked: () => void = () => {};

  constructor(backend: Backend, topics: Topics) {
    this.#backend = backend;
    this.#topics = topics;
    backend.onChanged((changed) => {
      topics.stale(changed);
      // The other side locked by itself: nothing of the session is shown any longer.
      if (changed.includes('session')) this.onLocked();
    });
  }

  /** Calls a command. Rejects with a `Refusal`. */
  async call<N extends CommandName>(name: N, request: Commands[N]['request']): Promise<Commands[N]['reply']> {
    const reply = await this.#guard(this.#backend.call(name, request));
    this.#topics.stale(invalidates[name]);
    return reply;
  }

  readManifest(fileName: string, bytes: Uint8Array): Promise<ManifestPreview> {
    return this.#guard(this.#backend.readManifest(fileName, bytes));
  }

  zoom(percent: number): void {
    this.#backend.zoom(percent);
  }

  async #guard<T>(pending: Promise<T>): Promise<T> {
    try {
      return await pending;
    } catch (thrown) {
      const error = asApiError(thrown);
      if (error.code === 'locked') this.onLocked();
      throw new Refusal(error);
    }
  }
}
