/**
 * Who acts, and how the window looks. The view comes from the other side; the page keeps nothing of it across a lock
 * but language and theme.
 */
import type { Api } from '../api/client';
import { asApiError } from '../api/errors';
import type { ApiError, FirstRun, Language, Office, SessionView, Theme, Unlock } from '../api/generated/api';
import { language } from '../i18n';

export class Session {
  view = $state.raw<SessionView | null>(null);
  error = $state.raw<ApiError | null>(null);
  busy = $state(false);
  #api: Api;

  constructor(api: Api) {
    this.#api = api;
    api.onLocked = () => void this.refresh();
  }

  async refresh(): Promise<void> {
    await this.#take(() => this.#api.call('session_state', null));
  }

  async firstRun(request: FirstRun): Promise<void> {
    await this.#take(() => this.#api.call('first_run', request));
  }

  async unlock(request: Unlock): Promise<void> {
    await this.#take(() => this.#api.call('unlock', request));
    // After a wrong passphrase the wait and the remaining state are the other side's to tell.
    if (this.error) {
      const error = this.error;
      await this.#take(() => this.#api.call('session_state', null));
      this.error = error;
    }
  }

  async lock(): Promise<void> {
    await this.#take(() => this.#api.call('lock', null));
  }

  async setOffice(request: Office): Promise<void> {
    await this.#take(() => this.#api.call('set_office', request));
  }

  async appear(change: { language?: Language; theme?: Theme }): Promise<void> {
    const { view } = this;
    if (!view) return;
    const wanted = { language: change.language ?? view.language, theme: change.theme ?? view.theme };
    await this.#take(() => this.#api.call('set_appearance', wanted));
  }

  async #take(read: () => Promise<SessionView>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      this.view = await read();
      this.error = null;
      this.#apply(this.view);
    } catch (thrown) {
      this.error = asApiError(thrown);
    } finally {
      this.busy = false;
    }
  }

  #apply(view: SessionView): void {
    language.current = view.language;
    document.documentElement.lang = view.language;
    document.documentElement.dataset['theme'] = view.theme;
  }
}
