/** Words, numbers and times in the officer's language. */
export { isKey, language, number, say, saySentence, t, tn } from './language.svelte';
export type { Key, Params } from './language.svelte';
export * from './time';
