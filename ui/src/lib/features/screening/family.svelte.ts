/**
 * A couple, a family, a group at the counter together: whose forms belong side by side, and which answers one may take
 * over from another (journeys 1). What each person must say alone is never taken over.
 *
 * Kept in the page only: it orders the work of a moment and says nothing about the people. The forms themselves wait in
 * the registry as any other.
 */
import type { AnswerView, CounterView } from '../../api/generated/api';

export type Member = { screening: string; name: string; decided: boolean };
export type Shared = { from: string; answers: { question: string; key: string }[] };

/** Who pays and who meets them: the same for people who travel together. Papers, parcels and wishes are each one's own. */
const SHARED = ['K6', 'K7'];

export class Family {
  members = $state.raw<readonly Member[]>([]);
  #answers = new Map<string, ReadonlyMap<string, AnswerView>>();

  get together(): boolean {
    return this.members.length > 0;
  }

  /** Begins with the form at hand, or ends: the forms stay where they are. */
  toggle(open: CounterView | null): void {
    if (this.together || !open) this.end();
    else this.saw(open, true);
  }

  end(): void {
    this.members = [];
    this.#answers.clear();
  }

  /** A form was opened or changed. While people are together, whoever comes next joins them. */
  saw(view: CounterView, begins = false): void {
    if (!this.together && !begins) return;
    const given = view.questions.flatMap((q) => (q.answer ? [[q.id, q.answer] as const] : []));
    this.#answers.set(view.screening, new Map(given));
    const member: Member = { screening: view.screening, name: view.person.name, decided: view.decision !== null };
    const known = this.members.some((m) => m.screening === view.screening);
    this.members = known ? this.members.map((m) => (m.screening === view.screening ? member : m)) : [...this.members, member];
  }

  /** A decision was taken. With the last one they go on together, and nothing is left to order. */
  decided(screening: string): void {
    this.members = this.members.map((m) => (m.screening === screening ? { ...m, decided: true } : m));
    if (this.members.every((m) => m.decided)) this.end();
  }

  /** What the open form may take over, from the first of the others who was asked. */
  shared(open: CounterView): Shared | null {
    const lacking = open.questions.filter((q) => q.applies && !q.answer && SHARED.includes(q.id)).map((q) => q.id);
    if (open.decision || !this.members.some((m) => m.screening === open.screening)) return null;
    for (const member of this.members) {
      if (member.screening === open.screening) continue;
      const answers = lacking.flatMap((question) => {
        const given = this.#answers.get(member.screening)?.get(question);
        // "Tidak tahu" and a refusal are one person's own too.
        return given?.status === 'answered' && given.key !== null ? [{ question, key: given.key }] : [];
      });
      if (answers.length > 0) return { from: member.name, answers };
    }
    return null;
  }
}
