/**
 * An in-memory stand-in for the shell with fictional people: for tests, design work and screenshots outside the app.
 * It answers every command in the shapes of the contract. It keeps nothing, encrypts nothing and decides nothing.
 *
 * `?scene=` in the address chooses where it begins: firstRun, locked, blocked, open, empty, restored, offline, help.
 */
import type { Backend, CommandName } from './client';
import { refuse } from './errors';
import type {
  AlertView,
  BoardRow,
  Commands,
  Counts,
  CounterDesk,
  CounterView,
  DecisionView,
  DocumentItem,
  DocumentTick,
  DraftView,
  LineView,
  ManifestPreview,
  PersonHeader,
  SailingView,
  ScanReply,
  SessionView,
  SyncView,
  Topic,
} from './generated/api';
import { questions, text, type Answers } from './memory/questions';
import { readMrz } from './memory/mrz';
import { reasons, signsOf } from './memory/rules';
import { badLines, cells, COLUMNS, HOSTILE_NAMES, passengers, sailing, VESSEL, type Passenger } from './memory/world';

const ITEMS: readonly DocumentItem[] = ['passport', 'visa', 'contract', 'ePmi', 'opp', 'bpjs', 'medical', 'family'];
const MINUTE = 60_000;

type Form = {
  screening: string;
  passenger: Passenger;
  answers: Answers;
  ticks: DocumentTick[];
  mrz: string[] | null;
  onManifest: boolean;
  decision: DecisionView | null;
  savedAt: number;
  restored: boolean;
};

export type Scene = { scene?: string; language?: 'id' | 'en'; theme?: 'light' | 'dark'; people?: number; sailings?: number; hostile?: boolean; now?: () => number };

type Handlers = { [N in CommandName]: (request: Commands[N]['request']) => Commands[N]['reply'] };

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
  const fake = new Fake(scene);
  return {
    // A handler that refuses throws; a promise makes that a rejection, as the shell does.
    call: async (name, request) => structuredClone(fake.handlers[name](request)),
    readManifest: async (fileName, bytes) => structuredClone(fake.read(fileName, bytes)),
    onChanged: (heard) => fake.heard.push(heard),
  };
}

class Fake {
  heard: ((topics: Topic[]) => void)[] = [];
  #now: () => number;
  #session: SessionView;
  #people: Passenger[];
  #lines: LineView[];
  #sailings: SailingView[];
  #forms: Form[] = [];
  #open: Form | null = null;
  #recent: DecisionView[] = [];
  #alerts: AlertView[] = [];
  #sync: SyncView;
  #wrong = 0;
  #next = 1;

  constructor(scene: Scene) {
    this.#now = scene.now ?? ((): number => Date.now());
    const name = scene.scene ?? 'open';
    const empty = name === 'empty' || name === 'firstRun';
    const now = this.#now();
    const day = new Date(now + 8 * 60 * MINUTE).toISOString().slice(0, 10);
    this.#session = session(name, scene.language ?? 'id', scene.theme ?? 'light');
    this.#people = empty ? [] : passengers(scene.people ?? 118);
    if (scene.hostile) HOSTILE_NAMES.forEach((hostile, i) => Object.assign(this.#people[i] ?? {}, { name: hostile }));
    this.#lines = empty ? [] : badLines();
    this.#sailings = empty
      ? []
      : [sailing('sail-1', VESSEL, day, '09:30', '09:15'), sailing('sail-2', 'MV Rekaan Samudra', day, '11:00', '10:45'), sailing('sail-3', 'KM Misal Ekspres', day, '14:30', '14:15')].slice(0, scene.sailings ?? 1);
    this.#sailings.slice(1).forEach((s) => (s.active = false));
    this.#sync = syncView(name, now);
    if (!empty) this.#worked(now);
    if (name === 'restored') this.#restore();
  }

  handlers: Handlers = {
    session_state: () => this.#session,
    first_run: (request) => {
      if (request.counter.trim() === '') refuse('fieldEmpty', 'counter');
      if (request.name.trim() === '') refuse('fieldEmpty', 'name');
      if ([...request.passphrase].length < 12) refuse('passphraseShort', 'passphrase', ['12']);
      const officer = { id: 'off-1', name: request.name, initials: initials(request.name) };
      const office = { port: request.port, counter: request.counter };
      return this.#set({ phase: 'open', office, officer, officers: [officer] });
    },
    unlock: ({ officer, passphrase }) => {
      if (this.#session.waitSeconds > 0) refuse('passphraseWait', 'passphrase', [String(this.#session.waitSeconds)]);
      if (passphrase === '' || passphrase.startsWith('salah')) {
        this.#wrong += 1;
        if (this.#wrong >= 5) this.#set({ waitSeconds: 60 });
        refuse('passphraseWrong', 'passphrase');
      }
      return this.#set({ phase: 'open', officer: this.#session.officers.find((o) => o.id === officer) ?? null, unfinished: false });
    },
    lock: () => this.#set({ phase: 'locked', officer: null, unfinished: this.#open !== null }),
    set_appearance: (request) => this.#set(request),
    sailing_list: () => this.#guarded(() => this.#sailings.map((s) => this.#withCounts(s))),
    sailing_select: ({ sailing: id }) => {
      this.#sailings = this.#sailings.map((s) => ({ ...s, active: s.id === id }));
      return this.#sailings.map((s) => this.#withCounts(s));
    },
    board: ({ sailing: id, offset, limit }) => {
      const found = this.#sailings.find((s) => s.id === id) ?? refuse('notFound');
      const people = this.#onBoard(found);
      return {
        sailing: this.#withCounts(found),
        fileName: 'manifes-231126.xlsx',
        rows: people.slice(offset, offset + limit).map((p) => this.#row(p)),
        offset,
        lines: found.id === 'sail-1' ? this.#lines.filter((l) => l.state !== 'clean') : [],
      };
    },
    board_person: ({ departure }) => {
      const person = this.#people.find((p) => p.departure === departure) ?? refuse('notFound');
      const form = this.#forms.find((f) => f.passenger === person);
      return { row: this.#row(person), reasons: form ? reasons(form.answers, form.ticks) : reasons(person.answers, null) };
    },
    manifest_import: ({ sailing: draft }) => {
      if (!draft.vessel) refuse('fieldEmpty', 'vessel');
      if (!draft.date) refuse('fieldEmpty', 'date');
      this.#people = passengers(116);
      this.#lines = badLines();
      const made = sailing(`sail-${this.#next++}`, draft.vessel ?? '', draft.date ?? '', draft.departsAt ?? '', draft.gateClosesAt ?? '');
      made.id = 'sail-1';
      this.#sailings = [made];
      return { sailing: this.#withCounts(made), counts: { rows: 118, clean: 116, toFix: 2, duplicate: 0 } };
    },
    line_fix: ({ line, column, text: typed }) => {
      const found = this.#lines.find((l) => l.id === line) ?? refuse('notFound');
      const cell = found.cells.find((c) => c.column === column);
      if (cell) Object.assign(cell, { text: typed, corrected: true });
      const good = column === 3 ? /^[A-Za-z]{1,2}\d{6,8}$/.test(typed.trim()) : /^\d{2}-\d{2}-\d{4}$/.test(typed.trim());
      if (good) {
        found.defects = found.defects.filter((d) => d.column !== column);
        if (!found.defects.some((d) => d.blocks)) {
          found.state = 'clean';
          const [person] = passengers(1);
          if (person) this.#people.push({ ...person, departure: `dep-line-${found.line}`, name: found.cells[1]?.text ?? '', rowNo: found.cells[0]?.text ?? '', document: found.cells[3]?.text ?? '', answers: {} });
        }
      }
      return found;
    },
    line_set_aside: ({ line, reason }) => {
      const found = this.#lines.find((l) => l.id === line) ?? refuse('notFound');
      Object.assign(found, { state: reason === null ? 'toFix' : 'setAside', reason });
      return found;
    },
    counter: () => this.#guarded(() => this.#desk()),
    scan: ({ text: scanned }) => this.#guarded(() => this.#scan(scanned)),
    scan_repair: ({ text: scanned, field, value }) => {
      const reading = readMrz(scanned);
      if (reading.kind !== 'read') return { kind: reading.kind };
      if (field === 'birthDate' && !value.startsWith('1984-07')) refuse('dateInvalid', 'value');
      return this.#openFor(reading.document, reading.name, reading.lines);
    },
    counter_type: ({ document, name, birthDate }) => {
      if (!/^[A-Z]{1,2}\d{6,8}$/.test(document)) refuse('documentInvalid', 'document');
      const person = this.#people.find((p) => p.document === document);
      if (!person && name === null) return { kind: 'notOnManifest' };
      const reply = this.#openFor(document, name ?? '', null, birthDate);
      return reply.kind === 'opened' ? { kind: 'opened', counter: reply.counter } : refuse('unexpected');
    },
    counter_open: ({ departure }) => {
      const person = this.#people.find((p) => p.departure === departure) ?? refuse('notFound');
      this.#openForm(person, null, true);
      return this.#view(this.#open ?? refuse('unexpected'));
    },
    counter_resume: ({ screening }) => {
      const form = this.#form(screening);
      this.#open = form;
      return this.#view(form);
    },
    counter_park: () => {
      this.#open = null;
      return this.#desk();
    },
    answer: ({ screening, question, status, key }) => {
      const form = this.#form(screening);
      if (form.decision) refuse('alreadyDecided');
      form.answers[question] = { status, key };
      return this.#touched(form);
    },
    document_tick: ({ screening, item, state }) => {
      const form = this.#form(screening);
      form.ticks = form.ticks.map((tick) => (tick.item === item ? { item, state } : tick));
      return this.#touched(form);
    },
    documents_all: ({ screening }) => {
      const form = this.#form(screening);
      form.ticks = ITEMS.map((item) => ({ item, state: 'seen' }));
      return this.#touched(form);
    },
    decide: ({ screening, decision, reason }) => {
      const form = this.#form(screening);
      if (form.decision) refuse('alreadyDecided');
      const { advice, level } = reasons(form.answers, form.ticks);
      if (decision !== advice && reason === null) refuse('reasonNeeded');
      if (reason?.text.trim() === '') refuse('fieldEmpty', 'reason');
      form.decision = { screening, name: form.passenger.name, decision, advice, level, at: this.#now(), undoable: true };
      this.#recent = [form.decision, ...this.#recent.map((r) => ({ ...r, undoable: false }))].slice(0, 8);
      if (this.#open === form) this.#open = null;
      return this.#desk();
    },
    undo: () => {
      const [last, ...rest] = this.#recent;
      if (!last?.undoable) refuse('undoTooLate');
      const form = this.#forms.find((f) => f.screening === last?.screening);
      if (form) {
        form.decision = null;
        this.#open = form;
      }
      this.#recent = rest;
      return this.#desk();
    },
    alert_list: () => this.#alerts,
    alert_take: ({ alert }) => {
      this.#alerts = this.#alerts.map((a) => (a.id === alert ? { ...a, acknowledged: true } : a));
      return this.#alerts;
    },
    sync_status: () => this.#sync,
    sync_now: () => {
      const at = this.#now();
      if (this.#sync.state === 'offline') refuse('hubUnreachable');
      this.#sync = { ...this.#sync, state: 'allSent', waiting: 0, waitingBytes: 0, oldestAt: null, lastOk: at, nextTry: null };
      return this.#sync;
    },
    hub_enroll: ({ url, code }) => {
      if (!/^https:\/\/|^http:\/\/(localhost|127\.0\.0\.1)/.test(url)) refuse('hubAddress', 'url');
      if (code.length !== 10) refuse('hubCodeRefused', 'code');
      this.#sync = { ...this.#sync, state: 'sending', hub: url };
      return this.#sync;
    },
  };

  read(fileName: string, bytes: Uint8Array): ManifestPreview {
    if (bytes.length === 0) refuse('manifestEmpty', 'file');
    if (bytes[0] === 0x89 && bytes[1] === 0x50) refuse('manifestUnreadable', 'file', ['png']);
    const people = passengers(10);
    return {
      token: 'reading-1',
      fileName,
      encoding: fileName.endsWith('.xlsx') ? 'xlsx' : 'windows-1252',
      columns: COLUMNS,
      sample: people.map((p, i) => ({
        id: null,
        sheet: null,
        line: i + 5,
        state: 'clean',
        duplicateOf: null,
        duplicateSheet: null,
        cells: cells([p.rowNo, p.name.toUpperCase(), p.sex === 'f' ? 'P' : 'L', p.document, p.birth, p.expires, p.seat, '']),
        defects: [],
        reason: null,
      })),
      problems: badLines().map((l) => ({ ...l, id: null })),
      counts: { rows: 118, clean: 116, toFix: 2, duplicate: 0 },
      notes: [text('Judul kolom ada di baris 4; tiga baris di atasnya keterangan kapal.', 'The column headers are in row 4; the three rows above describe the ship.')],
      sailing: { vessel: VESSEL, from: 'nunukan', to: 'Tawau', date: this.#sailings[0]?.date ?? '2026-11-23', departsAt: '09:30', gateClosesAt: null, choice: null },
    };
  }

  #set(change: Partial<SessionView>): SessionView {
    this.#session = { ...this.#session, ...change };
    return this.#session;
  }

  #guarded<T>(read: () => T): T {
    return this.#session.phase === 'open' ? read() : refuse('locked');
  }

  #form(screening: string): Form {
    return this.#forms.find((f) => f.screening === screening) ?? refuse('notFound');
  }

  #onBoard(s: SailingView): Passenger[] {
    return s.id === 'sail-1' ? this.#people : this.#people.slice(20, 60);
  }

  #row(person: Passenger): BoardRow {
    const form = this.#forms.find((f) => f.passenger === person);
    const known = form ? reasons(form.answers, form.ticks) : reasons(person.answers, null);
    return {
      departure: person.departure,
      rowNo: person.rowNo,
      name: person.name,
      sex: person.sex,
      age: this.#age(person.birth),
      seat: person.seat,
      document: person.document,
      level: known.level,
      signs: known.signs.slice(0, 2),
      signCount: known.signs.length,
      status: form?.decision ? 'decided' : form === undefined ? 'absent' : form === this.#open ? 'inProgress' : 'parked',
      decision: form?.decision?.decision ?? null,
    };
  }

  #withCounts(s: SailingView): SailingView {
    const rows = this.#onBoard(s).map((p) => this.#row(p));
    const at = (level: BoardRow['level']): number => rows.filter((r) => r.level === level).length;
    const counts: Counts = {
      siap: at('siap'),
      lengkapi: at('lengkapi'),
      dalami: at('dalami'),
      lindungi: at('lindungi'),
      absent: rows.filter((r) => r.status === 'absent').length,
      decided: rows.filter((r) => r.status === 'decided').length,
      total: rows.length,
      toFix: s.id === 'sail-1' ? this.#lines.filter((l) => l.state === 'toFix').length : 0,
    };
    return { ...s, counts };
  }

  #age(birth: string): number {
    const years = new Date(this.#now()).getUTCFullYear() - Number(birth.slice(0, 4));
    return birth.slice(5) > new Date(this.#now()).toISOString().slice(5, 10) ? years - 1 : years;
  }

  #desk(): CounterDesk {
    const drafts: DraftView[] = this.#forms
      .filter((f) => f !== this.#open && f.decision === null)
      .map((f) => ({ screening: f.screening, name: f.passenger.name, level: reasons(f.answers, f.ticks).level, question: this.#current(f), at: f.savedAt }));
    const active = this.#sailings.find((s) => s.active);
    return { sailing: active ? this.#withCounts(active) : null, open: this.#open ? this.#view(this.#open) : null, drafts, recent: this.#recent };
  }

  #current(form: Form): string | null {
    return questions(form.answers).find((q) => q.applies && !q.answer)?.id ?? null;
  }

  #view(form: Form): CounterView {
    const signs = signsOf(form.answers);
    const p = form.passenger;
    const person: PersonHeader = {
      name: form.mrz ? p.name.toUpperCase() : p.name,
      sex: p.sex,
      age: p.birth ? this.#age(p.birth) : null,
      birthDate: p.birth || null,
      documentKind: 'passport',
      document: p.document,
      expires: p.expires || null,
      validMonths: 40,
      rowNo: form.onManifest ? p.rowNo : null,
      seat: form.onManifest ? p.seat : null,
      agency: p.agency,
      mrz: form.mrz,
      nameTruncated: false,
      onManifest: form.onManifest,
      nameDiffers: false,
    };
    const active = this.#sailings.find((s) => s.active);
    return {
      screening: form.screening,
      sailing: active ? this.#withCounts(active) : null,
      person,
      documents: form.ticks,
      allDocuments: form.ticks.every((d) => d.state === 'seen'),
      questions: questions(form.answers).map((q) => {
        const sign = signs.find((s) => s.sources.includes(q.id));
        return q.answer ? { ...q, answer: { ...q.answer, strength: sign?.strength ?? null } } : q;
      }),
      current: this.#current(form),
      reasons: reasons(form.answers, form.ticks, signs),
      decision: form.decision,
      alert: this.#alerts.find((a) => a.screening === form.screening) ?? null,
      savedAt: form.savedAt,
      restored: form.restored,
    };
  }

  #touched(form: Form): CounterView {
    form.savedAt = this.#now();
    const { level, request } = reasons(form.answers, form.ticks);
    const raised = this.#alerts.some((a) => a.screening === form.screening);
    if (!raised && (level === 'lindungi' || request)) {
      this.#alerts.push({
        id: `alert-${form.screening}`,
        kind: level === 'lindungi' ? 'secondOfficer' : 'talk',
        screening: form.screening,
        name: form.passenger.name,
        raisedAt: this.#now(),
        acknowledged: false,
      });
    }
    this.#sync = { ...this.#sync, waiting: this.#sync.waiting + 1, waitingBytes: this.#sync.waitingBytes + 900 };
    return this.#view(form);
  }

  #scan(scanned: string): ScanReply {
    const reading = readMrz(scanned);
    if (reading.kind !== 'read') return { kind: reading.kind };
    if (reading.bad.length > 0) {
      return { kind: 'checkFailed', lines: reading.lines, fields: reading.bad, verified: reading.good, name: reading.name, suggestion: reading.bad[0] === 'birthDate' ? { field: 'birthDate', value: '1984-07-12' } : null };
    }
    return this.#openFor(reading.document, reading.name, reading.lines);
  }

  #openFor(document: string, name: string, mrz: string[] | null, birth: string | null = null): ScanReply {
    const listed = this.#people.find((p) => p.document === document);
    const [stranger] = passengers(1);
    const person = listed ?? { ...(stranger ?? refuse('unexpected')), departure: `dep-${document}`, name, document, birth: birth ?? '1990-01-01', agency: null, sex: null, answers: {} };
    const parked = this.#open !== null && this.#open.passenger !== person;
    this.#openForm(person, mrz, listed !== undefined);
    return { kind: 'opened', counter: this.#view(this.#open ?? refuse('unexpected')), parked };
  }

  #openForm(passenger: Passenger, mrz: string[] | null, onManifest: boolean): void {
    const known = this.#forms.find((f) => f.passenger.document === passenger.document);
    const form: Form = known ?? {
      screening: `scr-${this.#next++}`,
      passenger,
      answers: { ...passenger.answers },
      ticks: ITEMS.map((item) => ({ item, state: item === 'passport' && mrz ? 'seen' : 'unknown' })),
      mrz,
      onManifest,
      decision: null,
      savedAt: this.#now(),
      restored: false,
    };
    if (mrz) form.mrz = mrz;
    if (!known) this.#forms.push(form);
    this.#open = form;
  }

  /** People done before the scene begins. */
  #worked(now: number): void {
    this.#people.slice(100, 107).forEach((person, i) => {
      this.#openForm(person, null, true);
      const form = this.#open;
      if (!form) return;
      for (const q of questions({})) form.answers[q.id] = { status: 'answered', key: i === 3 && q.id === 'K4' ? '3' : '1' };
      form.ticks = ITEMS.map((item) => ({ item, state: 'seen' }));
      const { advice, level } = reasons(form.answers, form.ticks);
      form.decision = { screening: form.screening, name: person.name, decision: advice, advice, level, at: now - (7 - i) * MINUTE, undoable: i === 6 };
      this.#recent.unshift(form.decision);
    });
    this.#open = null;
  }

  #restore(): void {
    const person = this.#people[4];
    if (!person) return;
    this.#openForm(person, null, true);
    if (!this.#open) return;
    const done = ['K1', 'K2', 'K3', 'K4'].map((id) => [id, { status: 'answered' as const, key: id === 'K4' ? '3' : '1' }]);
    Object.assign(this.#open, { answers: Object.fromEntries(done), restored: true, savedAt: this.#now() - 3 * MINUTE });
  }
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  return [words[0], words.length > 1 ? words.at(-1) : ''].map((w) => [...(w ?? '')][0] ?? '').join('').toUpperCase();
}

function session(scene: string, language: 'id' | 'en', theme: 'light' | 'dark'): SessionView {
  const officer = { id: 'off-1', name: 'Rekaan Tanjung', initials: 'RT' };
  const other = { id: 'off-2', name: 'Samsul Bayangan', initials: 'SB' };
  const phase = scene === 'firstRun' || scene === 'locked' || scene === 'blocked' ? scene : 'open';
  return {
    phase,
    training: scene !== 'firstRun',
    office: phase === 'firstRun' ? null : { port: 'nunukan', counter: 'Loket 2' },
    officers: phase === 'firstRun' ? [] : [officer, other],
    officer: phase === 'open' ? officer : null,
    unfinished: scene === 'locked',
    waitSeconds: 0,
    language,
    theme,
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
      return { ...enrolled, state: 'needsHelp', problem: 'hubRevoked', rejected: 2 };
    case 'sent':
      return { ...enrolled, state: 'allSent', waiting: 0, waitingBytes: 0, oldestAt: null, lastOk: now - MINUTE, nextTry: null };
    case 'enroll':
      return base;
    default:
      return { ...enrolled, state: 'offline' };
  }
}
