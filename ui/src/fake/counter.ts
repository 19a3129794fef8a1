/** The counter, as the fake answers it: scans, forms, answers, decisions. */
import { refuse } from '../lib/api/errors';
import type { CounterDesk, CounterView, DraftView, EventKind, JourneyView, PersonHeader, ScanReply } from '../lib/api/generated/api';
import { readMrz } from './mrz';
import { passengers, type Passenger } from './people';
import { questions } from './questions';
import { reasons, signsOf } from './rules';
import { withCounts } from './sailing';
import { ITEMS, type Form, type Handlers, type State } from './state';

type Answered = Pick<
  Handlers,
  'counter' | 'scan' | 'scan_check' | 'scan_repair' | 'counter_type' | 'counter_open' | 'counter_resume' | 'counter_park' | 'answer' | 'document_tick' | 'documents_all' | 'decide' | 'correct' | 'undo'
>;

export function counterHandlers(state: State): Answered {
  return {
    counter: () => state.guarded(() => desk(state)),
    scan: ({ text }) => state.guarded(() => scan(state, text)),
    scan_check: ({ text }) => {
      const reading = readMrz(text);
      if (reading.kind === 'read') return reading.bad.length > 0 ? 'checkFailed' : 'read';
      return reading.kind;
    },
    scan_repair: ({ text, field, value }) => {
      const reading = readMrz(text);
      if (reading.kind !== 'read') return { kind: reading.kind };
      if (field === 'birthDate' && !value.startsWith('1984-07')) refuse('dateInvalid', 'value');
      return openFor(state, reading.document, reading.name, reading.lines);
    },
    counter_type: ({ document, name, birthDate }) => {
      if (!/^[A-Z]{1,2}\d{6,8}$/.test(document)) refuse('documentInvalid', 'document');
      const person = state.people.find((p) => p.document === document);
      if (!person && name === null) return { kind: 'notOnManifest' };
      const reply = openFor(state, document, name ?? '', null, birthDate);
      return reply.kind === 'opened' ? { kind: 'opened', counter: reply.counter } : refuse('unexpected');
    },
    counter_open: ({ departure }) => {
      const person = state.people.find((p) => p.departure === departure) ?? refuse('notFound');
      return view(state, state.begin(person, null, true));
    },
    counter_resume: ({ screening }) => view(state, (state.open = state.form(screening))),
    counter_park: () => {
      state.open = null;
      return desk(state);
    },
    answer: ({ screening, question, status, key }) => {
      const form = state.form(screening);
      if (form.decision) refuse('alreadyDecided');
      form.answers[question] = { status, key };
      const options = questions(form.answers).find((q) => q.id === question)?.options;
      return touched(state, form, { kind: 'answered', question, status, answer: options?.find((o) => o.key === key)?.label ?? null });
    },
    document_tick: ({ screening, item, state: seen }) => {
      const form = state.form(screening);
      form.ticks = form.ticks.map((tick) => (tick.item === item ? { item, state: seen } : tick));
      return touched(state, form, { kind: 'ticked', seen: seen === 'seen' ? 1 : 0, notShown: seen === 'notShown' ? 1 : 0 });
    },
    documents_all: ({ screening }) => {
      const form = state.form(screening);
      form.ticks = ITEMS.map((item) => ({ item, state: 'seen' }));
      return touched(state, form, { kind: 'ticked', seen: ITEMS.length, notShown: 0 });
    },
    decide: ({ screening, decision, reason }) => {
      const form = state.form(screening);
      if (form.decision) refuse('alreadyDecided');
      const { advice, level } = reasons(form.answers, form.ticks);
      if (decision !== advice && reason === null) refuse('reasonNeeded');
      if (reason && reason.indicator === null && reason.text.trim() === '') refuse('fieldEmpty', 'reason');
      form.decision = { screening, name: form.passenger.name, decision, advice, level, at: state.now(), undoable: true };
      const sign = signsOf(form.answers).find((s) => s.id === reason?.indicator);
      state.happened(form, { kind: 'decided', decision, advice, sign: sign?.label ?? null, reason: reason?.text ?? null });
      state.recent = [form.decision, ...state.recent.map((r) => ({ ...r, undoable: false }))].slice(0, 8);
      if (state.open === form) state.open = null;
      return desk(state);
    },
    correct: ({ screening, reason }) => {
      if (reason.trim() === '') refuse('fieldEmpty', 'reason');
      const form = state.form(screening);
      if (!form.decision) refuse('undoTooLate');
      form.decision = null;
      state.open = form;
      state.recent = state.recent.filter((r) => r.screening !== screening);
      return desk(state);
    },
    undo: () => {
      const [last, ...rest] = state.recent;
      if (!last?.undoable) refuse('undoTooLate');
      const form = state.forms.find((f) => f.screening === last?.screening);
      if (form) {
        state.happened(form, { kind: 'undone', decision: last?.decision ?? 'lanjut' });
        form.decision = null;
        state.open = form;
      }
      state.recent = rest;
      return desk(state);
    },
  };
}

function desk(state: State): CounterDesk {
  const drafts: DraftView[] = state.forms
    .filter((f) => f !== state.open && f.decision === null)
    .map((f) => ({ screening: f.screening, name: f.passenger.name, level: reasons(f.answers, f.ticks).level, question: current(f), at: f.savedAt }));
  const active = state.sailings.find((s) => s.active);
  return { sailing: active ? withCounts(state, active) : null, open: state.open ? view(state, state.open) : null, drafts, recent: state.recent };
}

function current(form: Form): string | null {
  return questions(form.answers).find((q) => q.applies && !q.answer)?.id ?? null;
}

export function header(state: State, form: Pick<Form, 'passenger' | 'mrz' | 'onManifest'>): PersonHeader {
  const p = form.passenger;
  return {
    name: form.mrz ? p.name.toUpperCase() : p.name,
    sex: p.sex,
    age: p.birth ? state.age(p.birth) : null,
    birthDate: p.birth || null,
    documentKind: 'passport',
    document: p.document,
    expires: p.expires || null,
    validMonths: p.expires ? months(new Date(state.now()).toISOString(), p.expires) : null,
    rowNo: form.onManifest ? p.rowNo : null,
    seat: form.onManifest ? p.seat : null,
    agency: p.agency,
    mrz: form.mrz,
    nameTruncated: false,
    onManifest: form.onManifest,
    nameDiffers: false,
  };
}

function view(state: State, form: Form): CounterView {
  const signs = signsOf(form.answers);
  const active = state.sailings.find((s) => s.active);
  return {
    screening: form.screening,
    sailing: active ? withCounts(state, active) : null,
    person: header(state, form),
    documents: form.ticks,
    allDocuments: form.ticks.every((d) => d.state === 'seen'),
    questions: questions(form.answers).map((q) => {
      const sign = signs.find((s) => s.sources.includes(q.id));
      return q.answer ? { ...q, answer: { ...q.answer, strength: sign?.strength ?? null } } : q;
    }),
    current: current(form),
    reasons: reasons(form.answers, form.ticks, signs),
    decision: form.decision,
    alert: state.alerts.find((a) => a.screening === form.screening) ?? null,
    savedAt: form.savedAt,
    restored: form.restored,
    journeys: journeysOf(form.passenger),
  };
}

/** Complete months from one day to another, both ISO 8601. */
function months(from: string, to: string): number {
  const [a, b] = [from, to].map((day) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)));
  return (b ?? 0) - (a ?? 0) - (to.slice(8, 10) < from.slice(8, 10) ? 1 : 0);
}

/** One of the fictional people went before. */
export function journeysOf(passenger: Passenger): JourneyView[] {
  if (passenger.document !== 'X0000471') return [];
  return [{ departure: 'dep-before', date: '2024-05-11', vessel: 'MV Contoh Bahari 1', to: 'Tawau', decision: 'lanjut' }];
}

/** After a change: saved, a colleague called if the level asks for one, one change more to send. */
function touched(state: State, form: Form, what: EventKind): CounterView {
  form.savedAt = state.now();
  state.happened(form, what);
  const { level, request } = reasons(form.answers, form.ticks);
  const raised = state.alerts.some((a) => a.screening === form.screening);
  if (!raised && (level === 'lindungi' || request)) {
    const kind = level === 'lindungi' ? 'secondOfficer' : 'talk';
    state.happened(form, { kind: 'called', alert: kind });
    state.alerts.push({
      id: `alert-${form.screening}`,
      kind,
      departure: form.passenger.departure,
      screening: form.screening,
      name: form.passenger.name,
      raisedAt: state.now(),
      acknowledged: false,
    });
  }
  state.sync = { ...state.sync, waiting: state.sync.waiting + 1, waitingBytes: state.sync.waitingBytes + 900 };
  return view(state, form);
}

function scan(state: State, scanned: string): ScanReply {
  const reading = readMrz(scanned);
  if (reading.kind !== 'read') return { kind: reading.kind };
  if (reading.bad.length > 0) {
    return { kind: 'checkFailed', lines: reading.lines, fields: reading.bad, verified: reading.good, name: reading.name, suggestion: reading.bad[0] === 'birthDate' ? { field: 'birthDate', value: '1984-07-12' } : null };
  }
  return openFor(state, reading.document, reading.name, reading.lines);
}

function openFor(state: State, document: string, name: string, mrz: string[] | null, birth: string | null = null): ScanReply {
  const listed = state.people.find((p) => p.document === document);
  const [stranger] = passengers(1);
  const person = listed ?? { ...(stranger ?? refuse('unexpected')), departure: `dep-${document}`, name, document, birth: birth ?? '1990-01-01', agency: null, sex: null, answers: {} };
  const parked = state.open !== null && state.open.passenger !== person;
  return { kind: 'opened', counter: view(state, state.begin(person, mrz, listed !== undefined)), parked };
}
