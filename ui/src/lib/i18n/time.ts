/**
 * Dates and times as the office writes them: WITA (UTC+8, no daylight saving), whatever the computer's own zone says.
 *
 * Instants are Unix milliseconds. Days are ISO 8601 (`2026-11-28`) and clock times `HH:MM`, as the contract has them.
 */
import { language } from './language.svelte';

const WITA = 8 * 3_600_000;

const MONTHS = {
  id: ['Jan', 'Feb', 'Mar', 'Apr', 'Mei', 'Jun', 'Jul', 'Agu', 'Sep', 'Okt', 'Nov', 'Des'],
  en: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
};
const MONTHS_LONG = {
  id: 'Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember'.split(' '),
  en: 'January February March April May June July August September October November December'.split(' '),
};
const DAYS = {
  id: ['Min', 'Sen', 'Sel', 'Rab', 'Kam', 'Jum', 'Sab'],
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
};
const DAYS_LONG = {
  id: ['Minggu', 'Senin', 'Selasa', 'Rabu', 'Kamis', 'Jumat', 'Sabtu'],
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
};

function pad(n: number): string {
  return String(n).padStart(2, '0');
}

/** UTC fields of the result are the wall clock in WITA. */
function wall(instant: number): Date {
  return new Date(instant + WITA);
}

function mark(): string {
  return language.current === 'id' ? '.' : ':';
}

/** 08.42 */
export function clock(instant: number): string {
  const d = wall(instant);
  return `${pad(d.getUTCHours())}${mark()}${pad(d.getUTCMinutes())}`;
}

/** 08.42.16 */
export function clockSeconds(instant: number): string {
  return `${clock(instant)}${mark()}${pad(wall(instant).getUTCSeconds())}`;
}

/** `09:30` as 09.30 */
export function hhmm(time: string): string {
  return time.replace(':', mark());
}

/** Sen, 23 Nov */
export function shortDay(instant: number): string {
  const d = wall(instant);
  const lang = language.current;
  return `${DAYS[lang][d.getUTCDay()]}, ${d.getUTCDate()} ${MONTHS[lang][d.getUTCMonth()]}`;
}

/** Senin, 23 November 2026 */
export function longDay(instant: number): string {
  const d = wall(instant);
  const lang = language.current;
  return `${DAYS_LONG[lang][d.getUTCDay()]}, ${d.getUTCDate()} ${MONTHS_LONG[lang][d.getUTCMonth()]} ${d.getUTCFullYear()}`;
}

/** `2001-09-14` as 14 Sep 2001; anything else stands as it came. */
export function plainDate(iso: string): string {
  const m = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso);
  const month = MONTHS[language.current][Number(m?.[2] ?? 0) - 1];
  return m && month ? `${m[3]} ${month} ${m[1]}` : iso;
}

/** The day in WITA of an instant, ISO 8601. */
export function isoDay(instant: number): string {
  return wall(instant).toISOString().slice(0, 10);
}

/** 08.42 when it is today, otherwise 23 Nov 08.42. */
export function when(instant: number, now: number): string {
  const d = wall(instant);
  const day = isoDay(instant) === isoDay(now) ? '' : `${d.getUTCDate()} ${MONTHS[language.current][d.getUTCMonth()]} `;
  return day + clock(instant);
}

/**
 * A date as an officer types it: `14-09-2001`, `14/9/2001`, `14 Sep 2001`, `14092001` or ISO 8601. Day first, because
 * that is how dates are written here. `null` when it is no day of the calendar.
 */
export function parseDate(typed: string): string | null {
  const text = typed.trim().toLowerCase();
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  if (iso) return calendarDay(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const digits = /^(\d{2})(\d{2})(\d{4})$/.exec(text) ?? /^(\d{1,2})[\s./-]+(\d{1,2})[\s./-]+(\d{4})$/.exec(text);
  if (digits) return calendarDay(Number(digits[3]), Number(digits[2]), Number(digits[1]));
  const words = /^(\d{1,2})[\s./-]+([a-z]{3,9})[\s./-]+(\d{4})$/.exec(text);
  if (!words) return null;
  const name = (words[2] ?? '').slice(0, 3);
  const month = [...MONTHS.id, 'Ags'].findIndex((m) => m.toLowerCase() === name);
  const english = MONTHS.en.findIndex((m) => m.toLowerCase() === name);
  const found = month === 12 ? 7 : month >= 0 ? month : english;
  return found < 0 ? null : calendarDay(Number(words[3]), found + 1, Number(words[1]));
}

function calendarDay(year: number, month: number, day: number): string | null {
  const d = new Date(Date.UTC(year, month - 1, day));
  const real = d.getUTCFullYear() === year && d.getUTCMonth() === month - 1 && d.getUTCDate() === day;
  return real && year >= 1900 && year <= 2199 ? `${year}-${pad(month)}-${pad(day)}` : null;
}

/** `9.30`, `0930`, `09:30` as `09:30`; `null` when it is no time of day. */
export function parseTime(typed: string): string | null {
  const m = /^(\d{1,2})[.:]?(\d{2})$/.exec(typed.trim());
  if (!m) return null;
  const h = Number(m[1]);
  const min = Number(m[2]);
  return h < 24 && min < 60 ? `${pad(h)}:${pad(min)}` : null;
}
