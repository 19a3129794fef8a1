/** What the fake keeps while a page is open, and the scenes in which it can begin. */
import { refuse } from '../lib/api/errors';
import type { CommandName } from '../lib/api/client';
import type { AlertView, Commands, DecisionView, DocumentItem, DocumentTick, EventKind, EventView, LineView, SailingView, SessionView, SyncView, Topic } from '../lib/api/generated/api';
import { badLines, HOSTILE_NAMES, passengers, sailing, VESSEL, type Passenger } from './people';
import { questions, type Answers } from './questions';
import { reasons } from './rules';

export const ITEMS: readonly DocumentItem[] = ['passport', 'visa', 'contract', 'ePmi', 'opp', 'bpjs', 'medical', 'family'];
export const MINUTE = 60_000;

/** Where a page begins. `now` is milliseconds since 1970 in UTC. */
export type Scene = { scene?: string; language?: 'id' | 'en'; theme?: 'light' | 'dark'; people?: number; sailings?: number; hostile?: boolean; now?: () => number };

/** One handler for each command of the contract. */
export type Handlers = { [N in CommandName]: (request: Commands[N]['request']) => Commands[N]['reply'] };

/** A form at the counter. */
export type Form = {
  screening: string;
  passenger: Passenger;
  answers: Answers;
  ticks: DocumentTick[];
  mrz: string[] | null;
  onManifest: boolean;
  decision: DecisionView | null;
  savedAt: number;
  restored: boolean;
  /** What happened since the form was opened. */
  events: EventView[];
};

export class State {
  heard: ((topics: Topic[]) => void)[] = [];
  now: () => number;
  session: SessionView;
  people: Passenger[];
  lines: LineView[];
  sailings: SailingView[];
  forms: Form[] = [];
  open: Form | null = null;
  recent: DecisionView[] = [];
  alerts: AlertView[] = [];
  sync: SyncView;
  wrong = 0;
  next = 1;

  constructor(scene: Scene) {
    this.now = scene.now ?? ((): number => Date.now());
    const name = scene.scene ?? 'open';
    const empty = name === 'empty' || name === 'firstRun';
    const now = this.now();
    const day = new Date(now + 8 * 60 * MINUTE).toISOString().slice(0, 10);
    this.session = session(name, scene.language ?? 'id', scene.theme ?? 'light');
    this.people = empty ? [] : passengers(scene.people ?? 118);
    if (scene.hostile) HOSTILE_NAMES.forEach((hostile, i) => Object.assign(this.people[i] ?? {}, { name: hostile }));
    this.lines = empty ? [] : badLines();
    this.sailings = empty
      ? []
      : [sailing('sail-1', VESSEL, day, '09:30', '09:15'), sailing('sail-2', 'MV Rekaan Samudra', day, '11:00', '10:45'), sailing('sail-3', 'KM Misal Ekspres', day, '14:30', '14:15')].slice(0, scene.sailings ?? 1);
    this.sailings.slice(1).forEach((s) => (s.active = false));
    this.sync = syncView(name, now);
    if (!empty) this.#worked(now);
    if (name === 'restored') this.#restore();
    if (name === 'closed') this.sailings.forEach((s) => (s.minutesLeft = -4));
  }

  /** Refuses while locked, as the shell does. */
  guarded<T>(read: () => T): T {
    return this.session.phase === 'open' ? read() : refuse('locked');
  }

  form(screening: string): Form {
    return this.forms.find((f) => f.screening === screening) ?? refuse('notFound');
  }

  /** Opens the form of a person: the one that was begun before, or a new one. */
  begin(passenger: Passenger, mrz: string[] | null, onManifest: boolean): Form {
    const known = this.forms.find((f) => f.passenger.document === passenger.document);
    const form: Form = known ?? {
      screening: `scr-${this.next++}`,
      passenger,
      answers: { ...passenger.answers },
      ticks: ITEMS.map((item) => ({ item, state: item === 'passport' && mrz ? 'seen' : 'unknown' })),
      mrz,
      onManifest,
      decision: null,
      savedAt: this.now(),
      restored: false,
      events: [],
    };
    if (!known) this.happened(form, { kind: 'opened' });
    if (mrz) form.mrz = mrz;
    if (!known) this.forms.push(form);
    // Someone decided is only shown; the form that was open stays open.
    if (!form.decision) this.open = form;
    return form;
  }

  /** Notes what happened to a form, and the level when it became another one. */
  happened(form: Form, what: EventKind, at = this.now()): void {
    const by = what.kind === 'called' || what.kind === 'assessed' ? null : (this.session.officer?.name ?? null);
    form.events.push({ at, by, what });
    const { level, signs, pack } = reasons(form.answers, form.ticks);
    const said = form.events.flatMap((e) => (e.what.kind === 'assessed' ? [e.what] : []));
    if (said.at(-1)?.level !== level) form.events.push({ at, by: null, what: { kind: 'assessed', edition: said.length + 1, level, signs: signs.length, pack } });
  }

  /** Years of age today. `birth` is ISO 8601. */
  age(birth: string): number {
    const years = new Date(this.now()).getUTCFullYear() - Number(birth.slice(0, 4));
    return birth.slice(5) > new Date(this.now()).toISOString().slice(5, 10) ? years - 1 : years;
  }

  /** People done before the scene begins. */
  #worked(now: number): void {
    this.people.slice(100, 107).forEach((person, i) => {
      const form = this.begin(person, null, true);
      for (const q of questions({})) form.answers[q.id] = { status: 'answered', key: i === 3 && q.id === 'K4' ? '3' : '1' };
      form.ticks = ITEMS.map((item) => ({ item, state: 'seen' }));
      const { advice, level } = reasons(form.answers, form.ticks);
      form.decision = { screening: form.screening, name: person.name, decision: advice, advice, level, at: now - (7 - i) * MINUTE, undoable: i === 6 };
      for (const event of form.events) event.at = form.decision.at - MINUTE;
      this.happened(form, { kind: 'decided', decision: advice, advice, sign: null, reason: null }, form.decision.at);
      this.recent.unshift(form.decision);
    });
    this.open = null;
  }

  /** A form that was open when the power went. */
  #restore(): void {
    const person = this.people[4];
    if (!person) return;
    const done = ['K1', 'K2', 'K3', 'K4'].map((id) => [id, { status: 'answered' as const, key: id === 'K4' ? '3' : '1' }]);
    Object.assign(this.begin(person, null, true), { answers: Object.fromEntries(done), restored: true, savedAt: this.now() - 3 * MINUTE });
  }
}

function session(scene: string, language: 'id' | 'en', theme: 'light' | 'dark'): SessionView {
  const officer = { id: 'off-1', name: 'Rekaan Tanjung', initials: 'RT', waitSeconds: 0 };
  const other = { id: 'off-2', name: 'Samsul Bayangan', initials: 'SB', waitSeconds: 0 };
  const phase = scene === 'firstRun' || scene === 'locked' || scene === 'blocked' ? scene : 'open';
  return {
    phase,
    training: scene !== 'firstRun',
    office: phase === 'firstRun' || scene === 'lost' ? null : { port: 'nunukan', counter: 'Loket 2' },
    officers: phase === 'firstRun' ? [] : [officer, other],
    officer: phase === 'open' ? officer : null,
    unfinished: scene === 'locked',
    settingsRecovered: false,
    idleMinutes: 5,
    language,
    theme,
    zoom: '100',
    problem: phase === 'blocked' ? { code: 'alreadyOpen', field: null, args: [], reference: null } : null,
  };
}

function syncView(scene: string, now: number): SyncView {
  const base: SyncView = { state: 'notEnrolled', waiting: 14, waitingBytes: 212_000, oldestAt: now - 90 * MINUTE, lastOk: null, nextTry: null, hub: null, problem: null, rejected: 0 };
  const enrolled = { ...base, hub: 'https://pusat.contoh.go.id', lastOk: now - 90 * MINUTE, nextTry: now + 2 * MINUTE };
  switch (scene) {
    case 'empty':
    case 'firstRun':
      return { ...base, waiting: 0, waitingBytes: 0, oldestAt: null };
    case 'help':
      return { ...enrolled, state: 'needsHelp', problem: { code: 'hubRevoked', field: null, args: [], reference: null }, rejected: 2 };
    case 'sent':
      return { ...enrolled, state: 'allSent', waiting: 0, waitingBytes: 0, oldestAt: null, lastOk: now - MINUTE, nextTry: null };
    case 'enroll':
      return base;
    default:
      return { ...enrolled, state: 'offline' };
  }
}
