/**
 * Who acts, and how the window looks. The view comes from the other side; the page keeps nothing of it across a lock
 * but language, theme and zoom.
 */
import type { Api } from '../api/client';
import { asApiError } from '../api/errors';
import type { ApiError, FirstRun, Language, Office, SessionView, Theme, Unlock, Zoom } from '../api/generated/api';
import { language } from '../i18n';

/** Steps of the size of the page, in percent. */
export const ZOOMS: readonly Zoom[] = ['100', '110', '125', '150'];

export class Session {
  view = $state.raw<SessionView | null>(null);
  error = $state.raw<ApiError | null>(null);
  busy = $state(false);
  /** The registry was created just now: the scanner was not tried yet. */
  fresh = $state(false);
  #api: Api;
  /** The size that the page has now; as designed when it starts. */
  #zoom: Zoom = '100';

  constructor(api: Api) {
    this.#api = api;
    api.onLocked = () => void this.refresh();
  }

  async refresh(): Promise<void> {
    await this.#take(() => this.#api.call('session_state', null));
  }

  async firstRun(request: FirstRun): Promise<void> {
    await this.#take(() => this.#api.call('first_run', request));
    this.fresh = this.error === null;
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

  async appear(change: { language?: Language; theme?: Theme; zoom?: Zoom }): Promise<void> {
    const { view } = this;
    if (!view) return;
    const { language, theme, zoom } = { ...view, ...change };
    await this.#take(() => this.#api.call('set_appearance', { language, theme, zoom }));
  }

  /** One step larger or smaller, or the designed size; remembered on this computer. */
  async zoom(step: 1 | -1 | 0): Promise<void> {
    const { view } = this;
    if (!view) return;
    const at = step === 0 ? 0 : ZOOMS.indexOf(view.zoom) + step;
    const zoom = ZOOMS[at];
    if (zoom !== undefined && zoom !== view.zoom) await this.appear({ zoom });
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
    if (this.#zoom !== view.zoom) this.#api.zoom(Number(view.zoom));
    this.#zoom = view.zoom;
  }
}
