/** Just enough of a passport's lines for the fake to tell a good scan from a bad one (ICAO 9303-4). */
import type { MrzField } from '../lib/api/generated/api';

export type Reading =
  | { kind: 'half' | 'notMrz' | 'twoPeople' }
  | { kind: 'read'; lines: [string, string]; name: string; document: string; birth: string; bad: MrzField[]; good: MrzField[] };

const LENGTH = 44;

export function checkDigit(field: string): string {
  const value = (c: string): number => (c === '<' ? 0 : c >= '0' && c <= '9' ? Number(c) : c.charCodeAt(0) - 55);
  const sum = [...field].reduce((total, c, i) => total + value(c) * ([7, 3, 1][i % 3] ?? 1), 0);
  return String(sum % 10);
}

export function readMrz(raw: string): Reading {
  const filler = /[^A-Za-z0-9\n]/.exec(raw)?.[0];
  const clean = (filler ? raw.replaceAll(filler, '<') : raw).toUpperCase();
  const joined = clean.replaceAll('\n', '');
  if (!/^[PV]/.test(joined)) return { kind: 'notMrz' };
  if (joined.length < LENGTH * 2) return { kind: 'half' };
  const people = new Set(joined.match(/.{88}/g) ?? []);
  if (people.size > 1) return { kind: 'twoPeople' };
  const lines: [string, string] = [joined.slice(0, LENGTH), joined.slice(LENGTH, LENGTH * 2)];
  const [first, second] = lines;
  const [surname, rest] = first.slice(5).split('<<');
  const name = [rest, surname].map((p) => (p ?? '').replaceAll('<', ' ').trim()).filter(Boolean).join(' ');
  const checks: [MrzField, number, number][] = [
    ['documentNumber', 0, 9],
    ['birthDate', 13, 19],
    ['expiryDate', 21, 27],
  ];
  const matches = (from: number, to: number): boolean => checkDigit(second.slice(from, to)) === second[to];
  return {
    kind: 'read',
    lines,
    name,
    document: second.slice(0, 9).replaceAll('<', ''),
    birth: second.slice(13, 19),
    bad: checks.filter(([, from, to]) => !matches(from, to)).map(([field]) => field),
    good: checks.filter(([, from, to]) => matches(from, to)).map(([field]) => field),
  };
}

/** Lines of a passport with right check digits, for tests and scenes. */
export function passportLines(surname: string, given: string, document: string, birth: string, sex: 'F' | 'M', expiry: string): string {
  const first = `P<IDN${surname}<<${given}`.padEnd(LENGTH, '<').slice(0, LENGTH);
  const number = document.padEnd(9, '<');
  const body = `${number}${checkDigit(number)}IDN${birth}${checkDigit(birth)}${sex}${expiry}${checkDigit(expiry)}${'<'.repeat(14)}<`;
  const all = body.slice(0, 10) + body.slice(13, 20) + body.slice(21, 43);
  return `${first}\n${body}${checkDigit(all)}`;
}
