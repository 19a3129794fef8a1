/**
 * An in-memory stand-in for the shell with fictional people: for tests, design work and screenshots outside the app.
 * It answers every command in the shapes of the contract. It keeps nothing, encrypts nothing and decides nothing.
 *
 * Never part of what is shipped: only tests and `design.ts` may import it, and a test builds the page to hold that.
 */
import type { Backend } from '../lib/api/client';
import { caseHandlers } from './case';
import { counterHandlers } from './counter';
import { read, sailingHandlers } from './sailing';
import { sessionHandlers } from './session';
import { State, type Handlers, type Scene } from './state';

export type { Scene } from './state';

/** The scene that an address asks for: `?scene=`, `lang=en`, `theme=dark`, `people=1500`, `sailings=3`, `hostile`. */
export function memoryFromAddress(params: URLSearchParams): Backend {
  return memory({
    scene: params.get('scene') ?? 'open',
    language: params.get('lang') === 'en' ? 'en' : 'id',
    theme: params.get('theme') === 'dark' ? 'dark' : 'light',
    people: Number(params.get('people') ?? '118'),
    sailings: Number(params.get('sailings') ?? '1'),
    hostile: params.has('hostile'),
  });
}

export function memory(scene: Scene = {}): Backend {
  const state = new State(scene);
  const handlers: Handlers = { ...sessionHandlers(state), ...sailingHandlers(state), ...counterHandlers(state), ...caseHandlers(state) };
  return {
    // A handler that refuses throws; a promise makes that a rejection, as the shell does.
    call: async (name, request) => structuredClone(handlers[name](request)),
    readManifest: async (fileName, bytes) => structuredClone(read(state, fileName, bytes)),
    zoom: (percent) => document.documentElement.style.setProperty('zoom', `${percent}%`),
    onChanged: (heard) => state.heard.push(heard),
  };
}
