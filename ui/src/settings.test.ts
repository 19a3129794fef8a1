/** Settings of the computer, and trying the scanner out. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { judge } from './lib/features/settings/trial';
import { hook } from './test/mount';
import { click, has, key, MELATI, scan, settled, start, typeIn } from './test/page';

afterEach(() => {
  vi.useRealTimers();
  document.documentElement.removeAttribute('data-theme');
});

async function settings(): Promise<HTMLElement> {
  const root = await start({});
  await click(root, 'officer-menu');
  await click(root, 'menu-settings');
  return root;
}

describe('settings', () => {
  it('show where the computer stands and keep what is changed', async () => {
    const root = await settings();
    expect((hook(root, 'settings-counter') as HTMLInputElement).value).toBe('Loket 2');
    typeIn(root, 'settings-counter', 'Loket 5');
    typeIn(root, 'settings-idle', '3');
    await click(root, 'settings-keep');
    expect(hook(root, 'settings-kept').textContent).toBe('Tersimpan.');
    expect(root.querySelector('header')?.textContent).toContain('Loket 5');
  });

  it.each(['0', '31', 'lima', ''])('refuse “%s” minutes beside the field and keep what was typed', async (typed) => {
    const root = await settings();
    typeIn(root, 'settings-idle', typed);
    await click(root, 'settings-keep');
    expect(hook(root, 'settings-idle-error').textContent).toContain('1 sampai 30');
    expect((hook(root, 'settings-idle') as HTMLInputElement).value).toBe(typed);
    expect(hook(root, 'settings-kept').textContent).toBe('');
  });

  it('change language, theme and single keys at once', async () => {
    const root = await settings();
    for (const hooked of ['settings-theme-dark', 'settings-singles', 'settings-language-en']) await click(root, hooked);
    expect(document.documentElement.dataset['theme']).toBe('dark');
    expect(root.querySelector('h1')?.textContent).toBe('Settings');
    await key('Escape');
    await scan(`${MELATI}\n`);
    await key('1');
    expect(hook(root, 'question-active').dataset['question'], 'digits are off').toBe('K1');
  });
});

describe('the trial of the scanner', () => {
  it('reads a card, opens no form, and ends with the screen', async () => {
    const root = await settings();
    await click(root, 'trial-start');
    await scan(`${MELATI}\n`);
    await settled();
    expect(hook(root, 'trial-result').dataset['verdict']).toBe('fine');
    expect(has(root, 'settings'), 'still here').toBe(true);
    await key('1', { altKey: true, code: 'Digit1' });
    expect(has(root, 'counter-idle'), 'no form was opened').toBe(true);
    await scan(`${MELATI}\n`);
    expect(hook(root, 'counter-name').textContent, 'scans work again').toBe('MELATI CONTOH');
  });

  it('says what to set right when letters arrive as others', async () => {
    const root = await settings();
    await click(root, 'trial-start');
    await scan(`${MELATI.replace('0109143', '0109413')}\n`);
    await settled();
    expect(hook(root, 'trial-result').dataset['verdict']).toBe('swapped');
    expect(hook(root, 'trial-result').textContent).toContain('papan tik US');
  });

  it.each([
    ['as it should', MELATI, 'read', 'burst', 'fine', []],
    ['with another filler', MELATI.replaceAll('<', ';'), 'read', 'burst', 'fine', ['filler']],
    ['in lower case', MELATI.toLowerCase(), 'read', 'burst', 'fine', ['lower']],
    ['without Enter between the lines', MELATI.replaceAll('\n', ''), 'read', 'burst', 'fine', ['oneLine']],
    ['key by key', MELATI, 'read', 'keys', 'fine', ['slow']],
    ['as one line', MELATI.slice(0, 44), 'half', 'burst', 'half', []],
    ['with letters for figures', MELATI, 'checkFailed', 'burst', 'swapped', []],
    ['as other signs', '&éé"\'(-è_ç&éé"\'(-è_ç', 'notMrz', 'keys', 'layout', []],
    ['as almost nothing', 'P<', 'notMrz', 'keys', 'nothing', []],
  ] as const)('a card that arrives %s', (_, text, check, arrival, verdict, notes) => {
    expect(judge(text, check, arrival)).toEqual({ verdict, notes });
  });
});

describe('a computer that was set up just now', () => {
  async function fresh(): Promise<HTMLElement> {
    const root = await start({ scene: 'firstRun' });
    typeIn(root, 'first-run-counter', 'Loket 2');
    typeIn(root, 'first-run-name', 'Rekaan Tanjung');
    typeIn(root, 'first-run-passphrase', 'rumah di tepi laut');
    typeIn(root, 'first-run-passphrase2', 'rumah di tepi laut');
    await click(root, 'first-run-submit');
    return root;
  }

  it('offers the trial of the scanner, which then runs', async () => {
    const root = await fresh();
    await click(root, 'fresh-trial');
    expect(hook(root, 'scanner-test').dataset['running']).toBe('true');
    expect(document.activeElement).toBe(hook(root, 'trial-field'));
    expect(has(root, 'fresh-banner')).toBe(false);
  });

  it('goes to work when that is put off, and does not ask again', async () => {
    const root = await fresh();
    await click(root, 'fresh-dismiss');
    expect(has(root, 'fresh-banner')).toBe(false);
    expect(has(root, 'counter-idle')).toBe(true);
  });
});
