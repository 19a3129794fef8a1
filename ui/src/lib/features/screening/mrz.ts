/** Places of the checked fields in a TD3 passport (ICAO 9303-4, figure 5), to mark one in the lines as read. */
import type { MrzField } from '../../api/generated/api';

const LINE_LENGTH = 44;
/** Columns of line 2 with their check digit, from 0, end exclusive. */
const SPANS: Partial<Record<MrzField, readonly [number, number]>> = {
  documentNumber: [0, 10],
  birthDate: [13, 20],
  expiryDate: [21, 28],
  personalNumber: [28, 43],
};

export function fieldSpan(field: MrzField, lines: readonly string[]): { line: number; from: number; to: number } | null {
  const span = SPANS[field];
  if (!span || lines.length !== 2 || lines[1]?.length !== LINE_LENGTH) return null;
  return { line: 1, from: span[0], to: span[1] };
}

/**
 * What a field with a matching check digit says, to compare with the passport: the number, or the day of expiry as ISO
 * 8601. `null` for a date of birth, whose century the two digits of its year do not tell.
 */
export function fieldText(field: MrzField, lines: readonly string[]): string | null {
  const span = fieldSpan(field, lines);
  const text = span ? lines[span.line]?.slice(span.from, span.to - 1).replace(/<+$/, '') : undefined;
  if (!text) return null;
  if (field === 'documentNumber') return text;
  const day = /^(\d{2})(\d{2})(\d{2})$/.exec(text);
  return field === 'expiryDate' && day ? `20${day[1]}-${day[2]}-${day[3]}` : null;
}

export function isDateField(field: MrzField): boolean {
  return field === 'birthDate' || field === 'expiryDate';
}

/** Fields that an officer can read off the page and type; the check over all of them is not one. */
export function typeable(field: MrzField): boolean {
  return field !== 'composite';
}
