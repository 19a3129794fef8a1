/** Session and exchange, as the fake answers them. */
import { refuse } from '../lib/api/errors';
import type { SessionView } from '../lib/api/generated/api';
import type { Handlers, State } from './state';

type Answered = Pick<Handlers, 'session_state' | 'first_run' | 'unlock' | 'lock' | 'set_appearance' | 'set_office' | 'active' | 'sync_status' | 'sync_now' | 'hub_enroll'>;

export function sessionHandlers(state: State): Answered {
  const set = (change: Partial<SessionView>): SessionView => (state.session = { ...state.session, ...change });
  return {
    session_state: () => state.session,
    first_run: (request) => {
      if (request.counter.trim() === '') refuse('fieldEmpty', 'counter');
      if (request.name.trim() === '') refuse('fieldEmpty', 'name');
      if ([...request.passphrase].length < 12) refuse('passphraseShort', 'passphrase', ['12']);
      const officer = { id: 'off-1', name: request.name, initials: initials(request.name), waitSeconds: 0 };
      const office = { port: request.port, counter: request.counter };
      return set({ phase: 'open', office, officer, officers: [officer] });
    },
    unlock: ({ officer, passphrase }) => {
      const waits = state.session.officers.find((o) => o.id === officer)?.waitSeconds ?? 0;
      if (waits > 0) refuse('passphraseWait', 'passphrase', [String(waits)]);
      if (passphrase === '' || passphrase.startsWith('salah')) {
        state.wrong += 1;
        if (state.wrong >= 5) set({ officers: state.session.officers.map((o) => (o.id === officer ? { ...o, waitSeconds: 60 } : o)) });
        refuse('passphraseWrong', 'passphrase');
      }
      return set({ phase: 'open', officer: state.session.officers.find((o) => o.id === officer) ?? null, unfinished: false });
    },
    lock: () => set({ phase: 'locked', officer: null, unfinished: state.open !== null }),
    active: () => state.session.phase === 'open',
    set_office: ({ port, counter, idleMinutes }) => set({ office: { port, counter }, idleMinutes }),
    set_appearance: (request) => set(request),
    sync_status: () => state.sync,
    sync_now: () => {
      const at = state.now();
      if (state.sync.state === 'offline') refuse('hubUnreachable');
      return (state.sync = { ...state.sync, state: 'allSent', waiting: 0, waitingBytes: 0, oldestAt: null, lastOk: at, nextTry: null });
    },
    hub_enroll: ({ url, code }) => {
      if (!/^https:\/\/|^http:\/\/(localhost|127\.0\.0\.1)/.test(url)) refuse('hubAddress', 'url');
      if (code.length !== 10) refuse('hubCodeRefused', 'code');
      return (state.sync = { ...state.sync, state: 'sending', hub: url });
    },
  };
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  return [words[0], words.length > 1 ? words.at(-1) : ''].map((w) => [...(w ?? '')][0] ?? '').join('').toUpperCase();
}
