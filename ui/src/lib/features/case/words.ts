/** What happened, in words, and which of it belongs on the short line of events. */
import type { EventView, Level } from '../../api/generated/api';
import { isKey, say, t, tn } from '../../i18n';
import { rank } from '../../ui/levels';

export type Told = { event: EventView; text: string; under: string | null; level: Level | null };

function question(id: string): string {
  const key = `question.${id}.short`;
  return isKey(key) ? t(key) : id;
}

/** Every event with its words, oldest first. A level says where it came from; an answer given again says so. */
export function told(events: readonly EventView[]): Told[] {
  let before: Level | null = null;
  const versions = new Map<string, number>();
  return events.map((event) => {
    const { what } = event;
    const plain = (text: string, under: string | null = null): Told => ({ event, text, under, level: null });
    switch (what.kind) {
      case 'opened':
        return plain(t('event.opened'));
      case 'answered': {
        const version = (versions.get(what.question) ?? 0) + 1;
        versions.set(what.question, version);
        const said = what.answer ? say(what.answer) : t(what.status === 'refused' ? 'answer.refused' : 'answer.dontKnow');
        return plain(`${question(what.question)}: ${said}`, version > 1 ? t('event.version', { n: version }) : null);
      }
      case 'ticked':
        return plain([what.seen > 0 && tn('event.seen', what.seen), what.notShown > 0 && tn('event.notShown', what.notShown)].filter(Boolean).join(', ') || t('event.unseen'));
      case 'assessed': {
        const from = before;
        before = what.level;
        const level = t(`level.${what.level}`);
        const moved = from === null || from === what.level ? level : t(rank(what.level) < rank(from) ? 'event.down' : 'event.up', { from: t(`level.${from}`), to: level });
        return { event, text: moved, under: [tn('reasons.signs', what.signs), t('event.pack', { pack: what.pack })].join(' · '), level: what.level };
      }
      case 'decided': {
        const differs = what.decision === what.advice ? null : t('event.differs', { advice: t(`decision.${what.advice}`) });
        const why = [what.sign && say(what.sign), what.reason && `“${what.reason}”`].filter(Boolean).join(': ');
        return plain(t('event.decided', { decision: t(`decision.${what.decision}`) }), [differs, why].filter(Boolean).join('. ') || null);
      }
      case 'undone':
        return plain(t('event.undone', { decision: t(`decision.${what.decision}`) }));
      case 'called':
        return plain(t(`alert.kind.${what.alert}`));
      case 'taken':
        return plain(t('event.taken'));
      case 'outcome':
        return plain(t('event.outcome', { of: what.indicator ?? t('outcome.case'), verdict: t(`outcome.${what.verdict}`) }));
    }
  });
}

/** Steps of the line of events: without the single answers, which the explanation shows. */
export function milestones(all: readonly Told[]): Told[] {
  return all.filter(({ event: { what } }) => what.kind !== 'answered' && what.kind !== 'ticked' && what.kind !== 'outcome');
}
