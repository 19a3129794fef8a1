/** The whole page over the fake, as an officer uses it: by keys, clicks and scans. */
import { flushSync } from 'svelte';
import { vi } from 'vitest';
import App from '../App.svelte';
import { memory, type Scene } from '../fake';
import { passportLines } from '../fake/mrz';
import { Api, type Backend } from '../lib/api/client';
import { Topics } from '../lib/api/topics';
import { Session } from '../lib/state/session.svelte';
import { hook, press, show } from './mount';

/** A procedural worker of the fake's manifest. */
export const MELATI = passportLines('CONTOH', 'MELATI', 'X0000471', '010914', 'F', '310305');

export async function start(scene: Scene, backend: Backend = memory(scene)): Promise<HTMLElement> {
  const topics = new Topics();
  const api = new Api(backend, topics);
  const session = new Session(api);
  await session.refresh();
  const root = show(App, { api, topics, session });
  await settled();
  return root;
}

/** Lets promises, microtasks and effects run out. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 80; i += 1) {
    await Promise.resolve();
    flushSync();
  }
}

export function typeIn(root: HTMLElement, name: string, value: string): void {
  const input = hook(root, name) as HTMLInputElement;
  input.value = value;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  flushSync();
}

export async function click(root: HTMLElement, name: string): Promise<void> {
  hook(root, name).click();
  await settled();
}

export async function scan(text: string): Promise<void> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  for (const c of text) press(c === '\n' ? 'Enter' : c, {}, document.body);
  vi.advanceTimersByTime(200);
  vi.useRealTimers();
  await settled();
}

export async function key(name: string, init: KeyboardEventInit = {}): Promise<void> {
  press(name, init, document.activeElement && document.body.contains(document.activeElement) ? document.activeElement : document.body);
  await settled();
}

export const has = (root: ParentNode, name: string): boolean => root.querySelector(`[data-test="${name}"]`) !== null;
