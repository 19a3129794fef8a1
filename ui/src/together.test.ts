/** People who come one after the other, and people who come together. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { passportLines } from './fake/mrz';
import { hook } from './test/mount';
import { click, has, key, MELATI, scan, start } from './test/page';

const KARTINI = passportLines('ANDAIKAN', 'KARTINI', 'X0600009', '831001', 'F', '300630');

afterEach(() => {
  vi.useRealTimers();
});

const chips = (root: HTMLElement): string[] => [...root.querySelectorAll('[data-test="family-member"]')].map((chip) => chip.textContent?.trim() ?? '');
const answered = (root: HTMLElement, id: string): string | undefined => root.querySelector<HTMLElement>(`[data-test="question-${id}"]`)?.dataset['answer'];

describe('a second scan while a form is open', () => {
  it('lets the first one wait, says so, and asks nothing', async () => {
    const root = await start({});
    await scan(`${MELATI}\n`);
    await key('1');
    await scan(`${KARTINI}\n`);
    expect(hook(root, 'counter-name').textContent).toBe('KARTINI ANDAIKAN');
    expect(hook(document.body, 'toast').textContent).toContain('MELATI CONTOH');
    expect(hook(document.body, 'toast').textContent).toContain('Ctrl Shift D');
    await key('d', { ctrlKey: true, shiftKey: true });
    expect(hook(root, 'counter-name').textContent).toBe('MELATI CONTOH');
    expect(answered(root, 'K1'), 'with every answer').toBe('1');
  });
});

describe('people who came together', () => {
  async function two(): Promise<HTMLElement> {
    const root = await start({});
    await scan(`${MELATI}\n`);
    for (const digit of ['1', '1', '1', '1', '1', '5', '2', '2']) await key(digit);
    await key('g', { ctrlKey: true, code: 'KeyG' });
    await scan(`${KARTINI}\n`);
    return root;
  }

  it('stand side by side, each with a form of their own', async () => {
    const root = await two();
    expect(chips(root)).toEqual(['MELATI CONTOH', 'KARTINI ANDAIKAN']);
    expect(has(document.body, 'toast'), 'nobody is reported as left behind').toBe(false);
    root.querySelector<HTMLElement>('[data-test="family-member"]')?.click();
    await key('x');
    expect(hook(root, 'counter-name').textContent).toBe('MELATI CONTOH');
  });

  it('take over who pays and who meets them, and nothing that each must say alone', async () => {
    const root = await two();
    await key('1');
    await click(root, 'family-copy');
    expect([answered(root, 'K6'), answered(root, 'K7')]).toEqual(['5', '2']);
    expect([answered(root, 'K3'), answered(root, 'K5'), answered(root, 'K8')]).toEqual([undefined, undefined, undefined]);
    expect(has(root, 'family-copy'), 'nothing is left to take over').toBe(false);
  });

  it('go their own ways again with the same key; the forms stay', async () => {
    const root = await two();
    await key('g', { ctrlKey: true, code: 'KeyG' });
    expect(has(root, 'family')).toBe(false);
    expect(root.querySelectorAll('[data-test="draft"]')).toHaveLength(1);
  });
});

describe('near misses at the counter', () => {
  it('are shown only where a question here settles them, and go with its answer', async () => {
    const root = await start({});
    await scan(`${MELATI}\n`);
    for (const digit of ['1', '1', '1', '1', '3']) await key(digit);
    const near = (): (string | undefined)[] => [...root.querySelectorAll<HTMLElement>('[data-test="near-sign"]')].map((sign) => sign.dataset['id']);
    expect(near()).toEqual(['CUR-04']);
    expect(hook(root, 'near').textContent).toContain('tidak dihitung');
    await key('1');
    expect(near()).toEqual([]);
  });
});
