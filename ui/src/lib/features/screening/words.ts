/** Words of the counter that the contract does not carry: short names of the questions, answers, sources. */
import type { AnswerView, CounterView, Gap, Lane, QuestionView, Sign } from '../../api/generated/api';
import { isKey, number, say, t, tn, type Key } from '../../i18n';

const KNOWN = ['K1', 'K2', 'K3', 'K4', 'K5', 'K6', 'K7', 'K8'];
const PAPERS = ['mrz', 'manifest', 'document', 'registry'];

/** "Pegang paspor sendiri" for K3; the full wording for a question that has no short name. */
export function shortName(question: QuestionView): string {
  return KNOWN.includes(question.id) ? t(`question.${question.id}.short` as Key) : say(question.wording);
}

export function answerLabel(question: QuestionView, answer: AnswerView): string {
  if (answer.status === 'dontKnow') return t('answer.dontKnow');
  if (answer.status === 'refused') return t('answer.refused');
  const option = question.options.find((o) => o.key === answer.key);
  return option ? say(option.label) : '';
}

/** "Jawaban no. 3 · TIP-12" */
export function sourceLine(sign: Sign): string {
  const questions = sign.sources.filter((s) => /^K\d$/.test(s)).map((s) => s.slice(1));
  const parts = questions.length > 0 ? [t('sign.answers', { n: questions.join(', ') })] : [];
  for (const source of sign.sources) {
    if (PAPERS.includes(source)) parts.push(t(`sign.source.${source}` as Key));
  }
  return [...parts, sign.id].join(' · ');
}

/**
 * What is not known, as a thing and not as a statement: "visa kerja". The label of its indicator states what would be so if
 * the answer were no ("Akan bekerja tanpa visa kerja"), and nobody has said that. A newer pack may bring an indicator
 * without such a name; its label is then quoted, as what data are missing for.
 */
export function gapName(gap: Gap): string {
  const key = `gap.${gap.id}`;
  return isKey(key) ? t(key) : t('gap.other', { label: say(gap.label) });
}

/** How much was looked at and asked. "Tidak tahu" and a refusal are answers too. */
export function basisOf({ documents, questions }: CounterView): { text: string; done: boolean }[] {
  const seen = documents.filter((d) => d.state === 'seen').length;
  const asked = questions.filter((q) => q.applies);
  const answered = asked.filter((q) => q.answer).length;
  return [
    { text: t('reasons.basisDocuments', { n: number(seen), total: number(documents.length) }), done: seen === documents.length },
    { text: t('reasons.basisAnswers', { n: number(answered), total: number(asked.length) }), done: answered === asked.length },
  ];
}

/** How long a document is valid on the day of sailing, in complete months. */
export function validity(months: number): string {
  if (months < 0) return t('person.expired');
  return months === 0 ? t('person.validDays') : tn('person.validMonths', months);
}

export const LANES: readonly Lane[] = ['documents', 'trafficking', 'courier'];
