/**
 * The counter: who stands there, what is asked, what was decided.
 *
 * Must hold: everything that changes the open form goes through one queue, in the order in which it was pressed, so a
 * quick row of digits answers one question after the other and a scan never overtakes an answer. What is pressed is
 * judged when its turn comes, against the form as it is then.
 *
 * Not here: rules. Level, reasons and the next question come with every reply.
 */
import type { Api } from '../../api/client';
import { asApiError } from '../../api/errors';
import type {
  Answer,
  ApiError,
  CounterDesk,
  CounterView,
  Decision,
  DocumentItem,
  MrzField,
  QuestionView,
  Reason,
  ScanReply,
  TickState,
  TypedPerson,
} from '../../api/generated/api';
import type { Topics } from '../../api/topics';
import { t } from '../../i18n';
import type { Places } from '../../state/places.svelte';
import type { Problem } from '../../state/problem.svelte';
import { Queue } from '../../state/queue.svelte';
import { Resource } from '../../state/resource.svelte';
import type { Toasts } from '../../state/toast.svelte';
import { Family } from './family.svelte';

export type FailedScan = Extract<ScanReply, { kind: 'checkFailed' }>;
export type ScanCard =
  | { kind: 'ready' | 'half' | 'notMrz' | 'twoPeople' }
  | { kind: 'failed'; text: string; reply: FailedScan };
/** The manual form: first the number, then, when it is on no manifest, name and birth date. */
export type ManualEntry = { step: 'number' | 'person'; document: string; error: ApiError | null };

export type ReasonDraft = { indicator: string | undefined; text: string };

export const DONT_KNOW = '9';
export const REFUSED = '0';
const NEXT_TICK: Record<TickState, TickState> = { unknown: 'seen', seen: 'notShown', notShown: 'unknown' };
const REREAD_MS = 200;

export class Counter {
  desk: Resource<CounterDesk>;
  scanCard = $state.raw<ScanCard>({ kind: 'ready' });
  manual = $state.raw<ManualEntry | null>(null);
  /** A question gone back to, when it is not the current one. */
  back = $state<string | null>(null);
  /** Someone already decided, opened to be looked at; the form that was open waits below and takes no keys. */
  looked = $state.raw<CounterView | null>(null);
  /** How often the officer was led to the question that waits. */
  called = $state(0);
  /** A decision that waits for its reason. */
  choosing = $state.raw<{ screening: string; decision: Decision } | null>(null);
  /** What was picked and written of that reason; it stays when a scan comes in between. */
  reasonDraft = $state<ReasonDraft>({ indicator: undefined, text: '' });
  /** People who came together. */
  family = new Family();
  /** A problem of the field at hand. */
  fieldError = $state.raw<ApiError | null>(null);
  #api: Api;
  #places: Places;
  #toasts: Toasts;
  #queue: Queue;
  #reread: ReturnType<typeof setTimeout> | undefined;

  constructor(api: Api, topics: Topics, places: Places, toasts: Toasts, problem: Problem) {
    this.#api = api;
    this.#places = places;
    this.#toasts = toasts;
    this.#queue = new Queue((thrown) => problem.show(thrown));
    this.desk = new Resource(() => api.call('counter', null));
    topics.watch(['screening', 'sailing', 'alert'], () => this.#rereadSoon());
  }

  /** How many steps wait or run. */
  get pending(): number {
    return this.#queue.pending;
  }

  /** Who stands on the screen: someone decided who is only looked at, or the form that is open. */
  get open(): CounterView | null {
    return this.looked ?? this.desk.value?.open ?? null;
  }

  /** The question that digits answer now. */
  get active(): QuestionView | null {
    const { open } = this;
    if (!open || open.decision) return null;
    const id = this.back ?? open.current;
    return open.questions.find((q) => q.id === id) ?? null;
  }

  /** A reason is being picked for the form that is open. */
  get picking(): boolean {
    return this.open !== null && this.choosing?.screening === this.open.screening;
  }

  /** What is still to be had before this person goes on: questions first, papers then. `null` when nothing is. */
  get toComplete(): { questions: number; papers: number } | null {
    const { open } = this;
    if (!open || open.decision || open.reasons.level !== 'lengkapi' || open.reasons.documents !== 'lengkapi') return null;
    const questions = open.questions.filter((q) => q.applies && !q.answer).length;
    const papers = open.reasons.gaps.length + open.reasons.signs.filter((s) => s.lane === 'documents').length;
    return questions + papers > 0 ? { questions, papers } : null;
  }

  scan(text: string): Promise<void> {
    return this.#queue.add(async () => {
      this.#places.go('loket');
      this.#took(text, await this.#api.call('scan', { text }));
    });
  }

  repair(field: MrzField, value: string): Promise<void> {
    return this.#queue.add(async () => {
      const card = this.scanCard;
      if (card.kind !== 'failed') return;
      this.fieldError = null;
      try {
        const reply = await this.#api.call('scan_repair', { text: card.text, field, value });
        this.#took(reply.kind === 'checkFailed' ? reply.lines.join('\n') : card.text, reply);
      } catch (thrown) {
        this.#atField(thrown);
      }
    });
  }

  dismissScan(): void {
    this.scanCard = { kind: 'ready' };
    this.fieldError = null;
  }

  startManual(): void {
    this.#places.go('loket');
    this.scanCard = { kind: 'ready' };
    this.manual = { step: 'number', document: '', error: null };
  }

  submitManual(request: TypedPerson): Promise<void> {
    return this.#queue.add(async () => {
      const form = this.manual;
      if (!form) return;
      try {
        const reply = await this.#api.call('counter_type', request);
        if (reply.kind === 'opened') this.#opened(reply.counter);
        else this.manual = { step: 'person', document: request.document, error: null };
      } catch (thrown) {
        const error = asApiError(thrown);
        this.manual = { ...form, document: request.document, error };
      }
    });
  }

  openDeparture(departure: string): Promise<void> {
    return this.#queue.add(async () => {
      this.#opened(await this.#api.call('counter_open', { departure }));
      this.#places.go('loket');
    });
  }

  resume(screening: string): Promise<void> {
    return this.#queue.add(async () => {
      this.#opened(await this.#api.call('counter_resume', { screening }));
      this.#places.go('loket');
    });
  }

  /** The draft that was changed last. */
  resumeNewest(): void {
    const newest = [...(this.desk.value?.drafts ?? [])].sort((a, b) => b.at - a.at)[0];
    if (newest) void this.resume(newest.screening);
  }

  park(): Promise<void> {
    return this.#queue.add(async () => {
      const { open } = this;
      if (!open || open.decision) return;
      this.#closed(await this.#api.call('counter_park', { screening: open.screening }));
    });
  }

  /** A digit: an option of the active question, 9 for "tidak tahu", 0 for "tidak ingin menjawab". */
  press(key: string): Promise<void> {
    return this.#queue.add(async () => {
      const question = this.active;
      if (question) await this.#answer(question, key);
    });
  }

  /** A click on an option; it counts only while that question is the active one, so two clicks do one thing. */
  choose(question: string, key: string): Promise<void> {
    return this.#queue.add(async () => {
      const { active } = this;
      if (active?.id === question) await this.#answer(active, key);
    });
  }

  /** Back to the question before. */
  previous(): void {
    this.#step(-1);
  }

  /** Forward again, at most to the current question. */
  next(): void {
    if (this.back) this.#step(1);
  }

  goTo(question: string): void {
    const { open } = this;
    if (!open || open.decision) return;
    const target = open.questions.find((q) => q.id === question);
    if (target?.applies && target.answer) this.back = question;
  }

  /** Takes over what people who travel together share; every other question is asked. */
  copyShared(): Promise<void> {
    return this.#queue.add(async () => {
      const { open } = this;
      const shared = open ? this.family.shared(open) : null;
      if (!open || !shared) return;
      for (const { question, key } of shared.answers) {
        this.#changed(await this.#api.call('answer', { screening: open.screening, question, status: 'answered', key }));
      }
    });
  }

  tick(item: DocumentItem): Promise<void> {
    return this.#queue.add(async () => {
      const { open } = this;
      const state = open?.documents.find((d) => d.item === item)?.state;
      if (!open || !state || open.decision) return;
      const request = { screening: open.screening, item, state: NEXT_TICK[state] };
      this.#changed(await this.#api.call('document_tick', request));
    });
  }

  allDocuments(): Promise<void> {
    return this.#queue.add(async () => {
      const { open } = this;
      if (!open || open.decision) return;
      this.#changed(await this.#api.call('documents_all', { screening: open.screening }));
    });
  }

  /**
   * Follows the advice. Where something is still to be had, that comes first: the next question, and after the last
   * one the form is put aside until the person comes back with the paper.
   */
  follow(): void {
    const { open, toComplete } = this;
    if (!open || this.picking) return;
    if (!toComplete) this.decide(open.reasons.advice);
    else if (toComplete.questions > 0) {
      this.back = null;
      this.called += 1;
    } else void this.park();
  }

  /** Decides at once when it is the advice and everything was asked; otherwise asks for the reason first. */
  decide(decision: Decision): void {
    const { open } = this;
    if (!open || open.decision) return;
    if (decision === open.reasons.advice && !this.toComplete?.questions) void this.#decide(open.screening, decision, null);
    else {
      if (this.choosing?.screening !== open.screening) this.reasonDraft = { indicator: undefined, text: '' };
      this.fieldError = null;
      this.choosing = { screening: open.screening, decision };
    }
  }

  /** The reason for the decision that waits. */
  giveReason(reason: Reason): Promise<void> {
    const { choosing } = this;
    return choosing ? this.#decide(choosing.screening, choosing.decision, reason) : Promise.resolve();
  }

  cancelReason(): void {
    this.choosing = null;
    this.fieldError = null;
  }

  /** Puts a form with a decision away; it only was looked at. */
  close(): void {
    this.looked = null;
  }

  /** Takes a decision back that stood, with a reason; its form is open again. */
  correct(screening: string, reason: string): Promise<boolean> {
    let done = false;
    return this.#queue.add(async () => {
      this.fieldError = null;
      try {
        this.#closed(await this.#api.call('correct', { screening, reason }));
        done = true;
      } catch (thrown) {
        this.#atField(thrown);
      }
    }).then(() => done);
  }

  undo(): Promise<void> {
    return this.#queue.add(async () => {
      this.#toasts.hide();
      this.#closed(await this.#api.call('undo', null));
      this.#places.go('loket');
    });
  }

  #decide(screening: string, decision: Decision, reason: Reason | null): Promise<void> {
    return this.#queue.add(async () => {
      const { open } = this;
      if (!open || open.screening !== screening || open.decision) return;
      this.fieldError = null;
      try {
        const desk = await this.#api.call('decide', { screening, decision, reason });
        this.#closed(desk);
        this.family.decided(screening);
        this.#toasts.show(t('toast.decided', { decision: t(`decision.${decision}`), name: open.person.name }), () => {
          void this.undo();
        });
      } catch (thrown) {
        if (reason) this.#atField(thrown);
        else throw thrown;
      }
    });
  }

  async #answer(question: QuestionView, key: string): Promise<void> {
    const { open } = this;
    if (!open) return;
    const base = { screening: open.screening, question: question.id };
    let request: Answer;
    if (key === DONT_KNOW) request = { ...base, status: 'dontKnow', key: null };
    else if (key === REFUSED) request = { ...base, status: 'refused', key: null };
    else if (question.options.some((o) => o.key === key)) request = { ...base, status: 'answered', key };
    else return;
    const view = await this.#api.call('answer', request);
    this.back = null;
    this.#changed(view);
  }

  #step(by: 1 | -1): void {
    const { open } = this;
    if (!open || open.decision) return;
    const asked = open.questions.filter((q) => q.applies && (q.answer !== null || q.id === open.current));
    const here = this.back ?? open.current;
    const at = here ? asked.findIndex((q) => q.id === here) : asked.length;
    const target = asked[at + by];
    if (target) this.back = target.id === open.current ? null : target.id;
    else if (by === 1) this.back = null;
  }

  #took(text: string, reply: ScanReply): void {
    if (reply.kind === 'opened') {
      const before = this.open;
      this.#opened(reply.counter);
      // Nothing modal at the counter: the form before waits, and the officer is told how to get back to it.
      if (reply.parked && before && !this.family.together) this.#toasts.show(t('toast.parked', { name: before.person.name }));
    } else if (reply.kind === 'checkFailed') {
      this.manual = null;
      this.scanCard = { kind: 'failed', text, reply };
    } else this.scanCard = { kind: reply.kind };
  }

  #opened(view: CounterView): void {
    this.scanCard = { kind: 'ready' };
    this.manual = null;
    this.fieldError = null;
    this.back = null;
    const desk = this.desk.value;
    const left = desk?.open && desk.open.screening !== view.screening;
    this.#changed(view);
    // Drafts may have changed: the form that was open waits there now.
    if (left || desk === null) void this.desk.reload();
  }

  #changed(view: CounterView): void {
    this.looked = view.decision ? view : null;
    this.family.saw(view);
    const desk = this.desk.value;
    if (!desk || view.decision) return;
    const drafts = desk.drafts.filter((d) => d.screening !== view.screening);
    this.desk.put({ ...desk, open: view, drafts, sailing: view.sailing ?? desk.sailing });
  }

  #closed(desk: CounterDesk): void {
    this.back = null;
    this.choosing = null;
    this.fieldError = null;
    this.looked = null;
    this.desk.put(desk);
  }

  #atField(thrown: unknown): void {
    this.fieldError = asApiError(thrown);
    if (this.fieldError.code === 'locked') this.fieldError = null;
  }

  #rereadSoon(): void {
    clearTimeout(this.#reread);
    this.#reread = setTimeout(() => {
      if (this.pending > 0) this.#rereadSoon();
      else void this.desk.reload();
    }, REREAD_MS);
  }
}
