/** Words, numbers and times in the officer's language. */
export { language, number, say, t, tn } from './language.svelte';
export type { Key, Params } from './language.svelte';
export * from './time';
