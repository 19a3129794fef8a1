/** What a manifest row is called: its line, and the sheet when the rows come from several. */
import type { LineView } from '../../api/generated/api';
import { t } from '../../i18n';

type Place = Pick<LineView, 'line' | 'sheet' | 'duplicateOf' | 'duplicateSheet'>;

/** "Baris 12", "Baris 12 pada lembar Dewasa". */
export function lineName({ line, sheet }: Place): string {
  return sheet === null ? t('fix.line', { line }) : t('fix.lineIn', { line, sheet });
}

/** Which row a duplicate repeats; empty for any other. */
export function repeats({ duplicateOf: line, duplicateSheet: sheet }: Place): string {
  if (line === null) return '';
  return sheet === null ? t('fix.duplicateOf', { line }) : t('fix.duplicateIn', { line, sheet });
}

/** A key that no other row of the file has. */
export function lineKey({ line, sheet }: Place): string {
  return `${line}/${sheet ?? ''}`;
}
