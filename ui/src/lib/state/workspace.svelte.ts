/**
 * Everything that exists only while the registry is open. It is made when an officer signs in and dropped with the
 * lock, so that nothing about a person outlives it in the page.
 */
import { getContext, setContext } from 'svelte';
import type { Api } from '../api/client';
import type { ScanCheck } from '../api/generated/api';
import type { Topics } from '../api/topics';
import { Alerts } from '../features/alert/alerts.svelte';
import { Cases } from '../features/case/cases.svelte';
import { Import } from '../features/manifest/import.svelte';
import { Sailings } from '../features/sailing/sailings.svelte';
import { Counter } from '../features/screening/counter.svelte';
import { Keys } from '../keys/keys.svelte';
import { Places } from './places.svelte';
import { Problem } from './problem.svelte';
import type { Session } from './session.svelte';
import { Sync } from './sync.svelte';
import { Toasts } from './toast.svelte';

export type Overlay = 'palette' | 'keys' | 'curtain' | 'menu' | null;

export class Workspace {
  places = new Places();
  toasts = new Toasts();
  problem = new Problem();
  keys = new Keys();
  sync: Sync;
  alerts: Alerts;
  sailings: Sailings;
  counter: Counter;
  imports: Import;
  cases: Cases;
  session: Session;
  /** Hears scans while the scanner is being tried: then they open no form. */
  trial: ((text: string) => void) | null = null;
  #api: Api;
  /** What lies over the screen. */
  overlay = $state<Overlay>(null);

  constructor(api: Api, topics: Topics, session: Session) {
    this.session = session;
    this.#api = api;
    this.sync = new Sync(api, topics);
    this.alerts = new Alerts(api, topics, this.problem);
    this.sailings = new Sailings(api, topics, this.problem);
    this.counter = new Counter(api, topics, this.places, this.toasts, this.problem);
    this.cases = new Cases(api, topics, this.places, this.problem);
    this.imports = new Import(api, this.places, this.toasts);
  }

  async load(): Promise<void> {
    await Promise.all([
      this.counter.desk.reload(),
      this.sailings.reload(),
      this.alerts.list.reload(),
      this.sync.status.reload(),
      this.places.case === null ? null : this.cases.file.reload(),
    ]);
  }

  /** A burst of the scanner: to the trial while there is one, to the counter otherwise. */
  scanned(text: string): void {
    if (this.trial) this.trial(text);
    else void this.counter.scan(text);
  }

  /** How a burst reads, without keeping anything; none when it could not be asked. */
  async checkScan(text: string): Promise<ScanCheck | null> {
    try {
      return await this.#api.call('scan_check', { text });
    } catch (thrown) {
      this.problem.show(thrown);
      return null;
    }
  }

  lock(): void {
    void this.session.lock();
  }
}

const KEY = Symbol('workspace');

export function provideWorkspace(workspace: Workspace): void {
  setContext(KEY, workspace);
}

export function useWorkspace(): Workspace {
  return getContext<Workspace>(KEY);
}
