/** Requests for a colleague and the page of one case, as the fake answers them. */
import { refuse } from '../lib/api/errors';
import type { AlertEntry, CaseView, EventKind, Level, LowerView } from '../lib/api/generated/api';
import { rank } from '../lib/ui/levels';
import { header, journeysOf } from './counter';
import { questions, text, type Answers } from './questions';
import { reasons, signsOf } from './rules';
import { row, withCounts } from './sailing';
import type { Form, Handlers, State } from './state';

type Answered = Pick<Handlers, 'alert_list' | 'alert_take' | 'case_file' | 'case_outcome'>;

export function caseHandlers(state: State): Answered {
  return {
    alert_list: () => entries(state),
    alert_take: ({ alert }) => {
      state.alerts = state.alerts.map((a) => (a.id === alert ? { ...a, acknowledged: true } : a));
      const form = state.forms.find((f) => f.screening === state.alerts.find((a) => a.id === alert)?.screening);
      if (form) state.happened(form, { kind: 'taken' });
      return entries(state);
    },
    case_file: ({ departure }) => file(state, departure),
    case_outcome: ({ departure, case: verdict, signs }) => {
      const form = formOf(state, departure) ?? refuse('notFound');
      const said: EventKind[] = [{ kind: 'outcome', indicator: null, verdict }, ...signs.map((s): EventKind => ({ kind: 'outcome', ...s }))];
      said.forEach((what) => state.happened(form, what));
      return file(state, departure);
    },
  };
}

/** The fake has one sailing at a time, so that only level, signs and time decide who comes first. */
function entries(state: State): AlertEntry[] {
  const sailing = state.sailings.find((s) => s.active) ?? state.sailings[0];
  return state.alerts
    .map((alert): AlertEntry => {
      const form = state.forms.find((f) => f.screening === alert.screening);
      const known = reasons(form?.answers ?? {}, form?.ticks ?? null);
      return { alert, level: known.level, signCount: known.signs.length, decided: form?.decision !== null, vessel: sailing?.vessel ?? '', minutesLeft: sailing?.minutesLeft ?? null };
    })
    .sort((a, b) => Number(a.alert.acknowledged) - Number(b.alert.acknowledged) || rank(b.level) - rank(a.level) || b.signCount - a.signCount || a.alert.raisedAt - b.alert.raisedAt);
}

function formOf(state: State, departure: string): Form | undefined {
  return state.forms.find((f) => f.passenger.departure === departure);
}

function file(state: State, departure: string): CaseView {
  const form = formOf(state, departure);
  const passenger = form?.passenger ?? state.people.find((p) => p.departure === departure) ?? refuse('notFound');
  const answers = form?.answers ?? passenger.answers;
  const known = reasons(answers, form?.ticks ?? null);
  const [sailing] = state.sailings;
  return {
    row: row(state, passenger),
    person: header(state, form ?? { passenger, mrz: null, onManifest: true }),
    sailing: withCounts(state, state.sailings.find((s) => s.active) ?? sailing ?? refuse('notFound')),
    reasons: known,
    lower: lower(answers, known.level),
    fixed: [],
    screening: form?.screening ?? null,
    decision: form?.decision ?? null,
    alert: state.alerts.find((a) => a.screening === form?.screening) ?? null,
    events: form?.events ?? [{ at: state.now() - 8 * 3_600_000, by: null, what: { kind: 'assessed', edition: 1, level: known.level, signs: known.signs.length, pack: known.pack } }],
    journeys: journeysOf(passenger),
  };
}

/** Each sign of the fake rests on one answer; the first choice of its question would take it away. */
function lower(answers: Answers, level: Level): LowerView[] {
  return signsOf(answers).flatMap((sign): LowerView[] => {
    const question = questions(answers).find((q) => q.id === sign.sources[0]);
    const option = question?.options[0];
    if (!question || !option) return [];
    const without = reasons({ ...answers, [question.id]: { status: 'answered', key: option.key } }, null).level;
    return rank(without) < rank(level) ? [{ facts: [{ label: sign.lane === 'courier' ? text('Titipan', 'Parcel') : text('Pemegang dokumen', 'Who holds the documents'), to: option.label }], level: without }] : [];
  });
}
