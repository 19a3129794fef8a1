/** The exchange in words: the chip, the head of the screen, and sizes. */
import { sentence } from '../../api/errors';
import type { SyncView } from '../../api/generated/api';
import { clock, number, t, tn, when } from '../../i18n';

/** "Luring · 14 antre" */
export function chip(view: SyncView): string {
  switch (view.state) {
    case 'allSent':
      return t('sync.chip.allSent');
    case 'sending':
      return t('sync.chip.sending', { n: number(view.waiting) });
    case 'needsHelp':
      return t('sync.chip.needsHelp');
    case 'offline':
    case 'notEnrolled': {
      const state = t(`sync.chip.${view.state}`);
      return view.waiting > 0 ? `${state} · ${t('sync.chip.queued', { n: number(view.waiting) })}` : state;
    }
  }
}

/** The head of the screen: where things stand, and that the work is safe. */
export function head(view: SyncView, now: number): string {
  if (view.state === 'offline' && view.lastOk !== null) return t('sync.head.offlineSince', { time: when(view.lastOk, now) });
  return t(`sync.head.${view.state}`);
}

/** The line under the head: what waits, and when the next attempt comes. */
export function detail(view: SyncView, now: number): string {
  if (view.state === 'needsHelp') return problem(view) ?? '';
  const parts = [view.waiting > 0 ? tn('sync.waiting', view.waiting) : t('sync.nothingWaits')];
  if (view.state === 'notEnrolled') parts.push(t('sync.detail.notEnrolled'));
  else if (view.nextTry !== null && view.nextTry > now) parts.push(t('sync.detail.nextTry', { time: clock(view.nextTry) }));
  return parts.join(' ');
}

/** Why help is needed, in a sentence. */
export function problem(view: SyncView): string | null {
  return view.problem === null ? null : sentence(view.problem);
}

/** Bytes as the queue shows them: 212 KB, 1,4 MB. */
export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} KB`;
  return `${(bytes / 1_000_000).toFixed(1).replace('.', t('number.decimal'))} MB`;
}
