/** The page of one case, the list of requests, and the board at the end of boarding. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { told } from './lib/features/case/words';
import { hook, press } from './test/mount';
import { click, has, key, MELATI, scan, settled, start } from './test/page';

afterEach(() => {
  vi.useRealTimers();
});

async function protectedPerson(): Promise<HTMLElement> {
  const root = await start({});
  await scan(`${MELATI}\n`);
  for (const digit of ['1', '1', '3', '1', '3']) await key(digit);
  await key('4', { altKey: true, code: 'Digit4' });
  return root;
}

describe('the list of requests', () => {
  it('shows level, signs and the time left, and leads to the case', async () => {
    const root = await protectedPerson();
    const row = hook(root, 'alert-row');
    expect(row.dataset['level']).toBe('lindungi');
    expect(row.textContent).toContain('2 tanda');
    expect(row.textContent).toContain('33 menit');
    await click(root, 'case-open');
    expect(hook(root, 'case-name').textContent).toBe('MELATI CONTOH');
    expect(hook(root, 'case-level').dataset['level']).toBe('lindungi');
  });
});

describe('the page of a case', () => {
  it('explains by lane, with near misses apart from the signs', async () => {
    const root = await protectedPerson();
    await click(root, 'case-open');
    const lanes = [...root.querySelectorAll<HTMLElement>('[data-test="sign"]')].map((sign) => sign.dataset['lane']);
    expect(lanes).toEqual(['trafficking', 'courier']);
    const near = [...root.querySelectorAll<HTMLElement>('[data-test="near-sign"]')].map((sign) => sign.dataset['id']);
    expect(near, 'also those that the counter cannot ask').toEqual(['CUR-04', 'CUR-24']);
    expect(hook(root, 'changes').textContent).toContain('Ya, keduanya');
    expect(hook(root, 'case-headline').textContent?.trim()).toMatch(/^Lindungi, karena/);
  });

  it('changes its tab with a digit, and Esc leads back to the list', async () => {
    const root = await protectedPerson();
    await click(root, 'case-open');
    await key('5');
    expect(has(root, 'history')).toBe(true);
    expect(document.activeElement, 'the tab has the focus').toBe(hook(root, 'case-tab-history'));
    await key('2');
    expect(hook(root, 'case').textContent, 'honest about what is not there').toContain('Belum ada di versi ini');
    await key('Escape');
    expect(has(root, 'alert-row')).toBe(true);
  });

  it('keeps every version of an answer, newest first', async () => {
    const root = await protectedPerson();
    await key('1', { altKey: true, code: 'Digit1' });
    await key('ArrowUp');
    await key('1');
    await key('4', { altKey: true, code: 'Digit4' });
    await click(root, 'case-open');
    await key('5');
    const text = hook(root, 'history').textContent ?? '';
    expect(text).toContain('versi 2');
    expect(text.indexOf('Titipan barang: Tidak ada')).toBeLessThan(text.indexOf('Titipan barang: Ada, tidak tahu isinya'));
    expect(text).toContain('Turun dari Lindungi ke Dalami');
  });

  it('records how each sign turned out with one key each', async () => {
    const root = await protectedPerson();
    await click(root, 'case-open');
    expect((hook(root, 'outcome-save') as HTMLButtonElement).disabled, 'the case as a whole first').toBe(true);
    hook(root, 'outcome-row').querySelector('input')?.focus();
    for (const digit of ['2', '3', '1']) {
      press(digit);
      await settled();
    }
    const rows = [...root.querySelectorAll<HTMLElement>('[data-test="outcome-row"]')].map((row) => [row.dataset['id'], row.dataset['verdict']]);
    expect(rows).toEqual([['TIP-12', 'notConfirmed'], ['CUR-01', 'unclear'], ['', 'confirmed']]);
    expect(hook(root, 'case-tab-explanation').getAttribute('aria-selected'), 'the digits did not change the tab').toBe('true');
    await click(root, 'outcome-save');
    await key('5');
    expect(hook(root, 'history').textContent).toContain('TIP-12: keliru');
    expect(hook(root, 'history').textContent).toContain('Kasus: terbukti');
  });

  it('opens from the board for someone who has not come, without a form for how it turned out', async () => {
    const root = await start({});
    await key('2', { altKey: true, code: 'Digit2' });
    await key(' ');
    expect(hook(root, 'case-name').textContent).toBe('Lestari Umpama');
    expect(has(root, 'outcome-form')).toBe(false);
    await key('3');
    expect(hook(root, 'papers').textContent).toContain('belum di loket');
  });

  it('a level that falls says from where, an answer given again says which version', () => {
    const by = 'Rekaan Tanjung';
    const words = told([
      { at: 1, by: null, what: { kind: 'assessed', edition: 1, level: 'dalami', signs: 1, pack: '1' } },
      { at: 2, by, what: { kind: 'answered', question: 'K3', status: 'refused', answer: null } },
      { at: 3, by, what: { kind: 'answered', question: 'K3', status: 'answered', answer: { id: 'Ya, keduanya', en: 'Yes, both' } } },
      { at: 3, by: null, what: { kind: 'assessed', edition: 2, level: 'siap', signs: 0, pack: '1' } },
      { at: 4, by, what: { kind: 'decided', decision: 'rujuk', advice: 'lanjut', sign: null, reason: 'ia minta' } },
    ]);
    expect(words.map((w) => w.text)).toEqual(['Dalami', 'Pegang paspor dan ponsel: Tidak ingin menjawab', 'Pegang paspor dan ponsel: Ya, keduanya', 'Turun dari Dalami ke Siap', 'Keputusan: Rujuk']);
    expect(words[2]?.under).toBe('versi 2; yang lama tetap tersimpan');
    expect(words[4]?.under).toBe('Berbeda dari saran Lanjut. “ia minta”');
  });
});

describe('the end of boarding', () => {
  it('names how many were not at the counter, and shows who', async () => {
    const root = await start({ scene: 'closed' });
    await key('2', { altKey: true, code: 'Digit2' });
    expect(hook(root, 'gate-notice').dataset['absent']).toBe('111');
    await click(root, 'gate-show');
    expect(hook(root, 'board-count-absent').getAttribute('aria-pressed')).toBe('true');
    expect(has(root, 'gate-show')).toBe(false);
  });

  it('says nothing while boarding is open', async () => {
    const root = await start({});
    await key('2', { altKey: true, code: 'Digit2' });
    expect(has(root, 'gate-notice')).toBe(false);
  });
});
