/** The frame of work: the palette, and what is shown while something takes long. */
import { flushSync } from 'svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { memory } from './fake';
import type { Backend } from './lib/api/client';
import { refuse } from './lib/api/errors';
import { hook, press } from './test/mount';
import { has, key, MELATI, scan, settled, start } from './test/page';

afterEach(() => {
  vi.useRealTimers();
});

async function look(typed: string): Promise<HTMLInputElement> {
  await key('k', { ctrlKey: true });
  const input = hook(document.body, 'palette-input') as HTMLInputElement;
  input.value = typed;
  input.dispatchEvent(new Event('input', { bubbles: true }));
  flushSync();
  return input;
}

describe('the palette', () => {
  it('shows the key beside each command, so that use teaches it', async () => {
    await start({});
    await look('');
    const taught = { 'place-pelayaran': 'Alt 2', curtain: 'F9', lock: 'Ctrl L', draft: 'Ctrl Shift D' };
    for (const [id, keys] of Object.entries(taught)) expect(hook(document.body, `palette-${id}`).querySelector('kbd')?.textContent, id).toBe(keys);
  });

  it('finds people of the sailing by words of their name in any order, and Enter opens the first', async () => {
    const root = await start({});
    const input = await look('conto mel');
    expect(hook(document.body, 'palette-person-dep-8').textContent).toContain('Melati Contoh');
    press('Enter', {}, input);
    await settled();
    expect(hook(root, 'counter-name').textContent).toBe('Melati Contoh');
  });

  it('says what it does not search yet', async () => {
    await start({});
    await look('zzz');
    expect(hook(document.body, 'palette').textContent).toContain('belum ada');
  });
});

describe('the curtain', () => {
  it('names nobody, and locks after two minutes', async () => {
    const root = await start({});
    await scan(`${MELATI}\n`);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await key('F9');
    expect(hook(document.body, 'curtain').textContent).not.toMatch(/Suar|MELATI|Lengkapi/);
    vi.advanceTimersByTime(119_000);
    await settled();
    expect(has(document.body, 'curtain')).toBe(true);
    vi.advanceTimersByTime(2_000);
    await settled();
    expect(has(root, 'lock')).toBe(true);
    expect(document.body.textContent).not.toMatch(/MELATI/i);
  });
});

describe('reading that fails', () => {
  it('leaves the board as it was, says so, and tries again when asked', async () => {
    const good = memory({});
    let fails = false;
    const backend: Backend = {
      ...good,
      call: async (name, request) => {
        if (fails && name === 'board') refuse('unexpected', null, []);
        return good.call(name, request);
      },
    };
    const root = await start({}, backend);
    await key('2', { altKey: true, code: 'Digit2' });
    expect(has(root, 'problem-bar')).toBe(false);
    fails = true;
    await key('1', { altKey: true, code: 'Digit1' });
    await scan(`${MELATI}\n`);
    await key('2', { altKey: true, code: 'Digit2' });
    expect(has(root, 'board'), 'the old content stays').toBe(true);
    expect(hook(root, 'problem-bar').dataset['code']).toBe('unexpected');
    fails = false;
    hook(root, 'problem-retry').click();
    await settled();
    expect(has(root, 'problem-bar')).toBe(false);
  });
});

describe('reading that takes long', () => {
  it('shows nothing at first, then a bar, then words; the old content stays', async () => {
    const quick = memory({});
    let answer = (): void => {};
    const slow: Backend = {
      ...quick,
      call: async (name, request) => {
        if (name === 'documents_all') await new Promise<void>((done) => (answer = done));
        return quick.call(name, request);
      },
    };
    const root = await start({}, slow);
    await scan(`${MELATI}\n`);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await key('a');
    expect(has(root, 'loading')).toBe(false);
    vi.advanceTimersByTime(200);
    flushSync();
    expect(hook(root, 'loading').dataset['shown']).toBe('bar');
    expect(hook(root, 'counter-name').textContent, 'the old content stays').toBe('MELATI CONTOH');
    vi.advanceTimersByTime(1000);
    flushSync();
    expect(hook(root, 'loading').dataset['shown']).toBe('words');
    answer();
    await settled();
    expect(has(root, 'loading')).toBe(false);
  });
});
