/**
 * The language in use, and the way from a key to a sentence.
 *
 * Keys are typed from the Indonesian catalogue, which is the original; the English one must have the same keys, and
 * a test compares them. A key that does not exist does not compile. Placeholders are `{name}`.
 *
 * Not here: sentences about signs and levels. Those come from the rule pack as a pair of texts; see `say`.
 */
import type { Language, Text } from '../api/generated/api';
import en from './en.json';
import id from './id.json';

export type Key = keyof typeof id;
export type Params = Record<string, string | number>;

const catalogues: Record<Language, Record<Key, string>> = { id, en };

class Spoken {
  /** Language of the interface; the session decides, see `state/session.svelte.ts`. */
  current = $state<Language>('id');
}

export const language = new Spoken();

/** The sentence for a key, with its placeholders filled. */
export function t(key: Key, params: Params = {}): string {
  return fill(catalogues[language.current][key], params);
}

/** As `t`, but takes `key.one` when there is exactly one. */
export function tn<K extends Key>(key: K, n: number, params: Params = {}): string {
  const single = `${key}.one` as Key;
  const chosen = n === 1 && single in catalogues.id ? single : key;
  return t(chosen, { n: number(n), ...params });
}

/** Whether the catalogues hold a sentence for a key that was made from an id. */
export function isKey(key: string): key is Key {
  return Object.hasOwn(id, key);
}

/** A text that came in both languages. */
export function say(text: Text): string {
  return text[language.current];
}

/** The same as a sentence that others may stand beside: with a full stop, unless it ends in a mark of its own. */
export function saySentence(text: Text): string {
  const said = say(text).trim();
  return said === '' || /[.?!…:]["”’)]?$/.test(said) ? said : `${said}.`;
}

/** 8.412 in Indonesian, 8,412 in English. */
export function number(n: number): string {
  return String(Math.trunc(n)).replace(/\B(?=(\d{3})+(?!\d))/g, language.current === 'id' ? '.' : ',');
}

function fill(sentence: string, params: Params): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    return value === undefined ? whole : String(value);
  });
}
