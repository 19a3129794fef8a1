/** Words of the counter that the contract does not carry: short names of the questions, answers, sources. */
import type { AnswerView, Gap, Lane, QuestionView, Sign } from '../../api/generated/api';
import { isKey, say, t, type Key } from '../../i18n';

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

export const LANES: readonly Lane[] = ['documents', 'trafficking', 'courier'];
