/** The whole page over the fake, by keys and clicks. */
import { flushSync } from 'svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { passportLines } from './fake/mrz';
import { hook, press } from './test/mount';
import { click, has, key, MELATI, scan, settled, start, typeIn } from './test/page';

afterEach(() => {
  vi.useRealTimers();
  document.documentElement.removeAttribute('data-theme');
});

describe('before work', () => {
  it('a computer that lost its place asks for it, chooses nothing, and goes to work', async () => {
    const root = await start({ scene: 'lost' });
    expect(has(root, 'rail-loket'), 'no work at an unknown port').toBe(false);
    typeIn(root, 'office-counter', 'Loket 4');
    expect((hook(root, 'office-submit') as HTMLButtonElement).disabled, 'no port is chosen beforehand').toBe(true);
    await click(root, 'office-port-tarakan');
    await click(root, 'office-submit');
    expect(has(root, 'rail-loket')).toBe(true);
    expect(has(root, 'office')).toBe(false);
  });

  it('the first run creates the registry and goes to work', async () => {
    const root = await start({ scene: 'firstRun' });
    typeIn(root, 'first-run-counter', 'Loket 2');
    typeIn(root, 'first-run-name', 'Rekaan Tanjung');
    typeIn(root, 'first-run-passphrase', 'rumah di tepi laut');
    typeIn(root, 'first-run-passphrase2', 'rumah di tepi laut');
    await click(root, 'first-run-submit');
    expect(has(root, 'rail-loket')).toBe(true);
  });

  it('the first run names what is missing and keeps what was typed', async () => {
    const root = await start({ scene: 'firstRun' });
    typeIn(root, 'first-run-name', 'Rekaan Tanjung');
    typeIn(root, 'first-run-passphrase', 'pendek');
    await click(root, 'first-run-submit');
    expect(hook(root, 'first-run-counter-error').textContent).toContain('perlu diisi');
    expect(hook(root, 'first-run-hint').textContent).toContain('Kurang 6 huruf');
    expect((hook(root, 'first-run-name') as HTMLInputElement).value).toBe('Rekaan Tanjung');
  });

  it('a wrong passphrase is a sentence beside the field, and the right one opens', async () => {
    const root = await start({ scene: 'locked' });
    typeIn(root, 'unlock-passphrase', 'salah');
    await click(root, 'unlock-submit');
    expect(hook(root, 'unlock-passphrase-error').textContent).toContain('tidak cocok');
    typeIn(root, 'unlock-passphrase', 'rumah di tepi laut');
    await click(root, 'unlock-submit');
    expect(has(root, 'rail-loket')).toBe(true);
  });

  it('five wrong passphrases make a wait, and the field is closed meanwhile', async () => {
    const root = await start({ scene: 'locked' });
    for (let i = 0; i < 5; i += 1) {
      typeIn(root, 'unlock-passphrase', 'salah');
      await click(root, 'unlock-submit');
    }
    expect(hook(root, 'unlock-passphrase-error').textContent).toContain('detik');
    expect((hook(root, 'unlock-submit') as HTMLButtonElement).disabled).toBe(true);
    await click(root, 'unlock-swap');
    expect((hook(root, 'unlock-submit') as HTMLButtonElement).disabled, 'a colleague is not kept out').toBe(false);
    await click(root, 'unlock-swap');
    expect((hook(root, 'unlock-submit') as HTMLButtonElement).disabled, 'the wait stays with whom it is for').toBe(true);
  });

  it('the lock screen shows no traveller, no count and no sailing, and drops scans', async () => {
    const root = await start({ scene: 'locked' });
    await scan(`${MELATI}\n`);
    expect(hook(root, 'scan-dropped').textContent).toContain('diabaikan');
    expect(root.textContent).not.toMatch(/Melati|MV Contoh|penumpang|Lindungi/i);
    expect((hook(root, 'unlock-passphrase') as HTMLInputElement).value).toBe('');
  });

  it('the page can be made larger before anyone has signed in', async () => {
    await start({ scene: 'locked' });
    await key('=', { ctrlKey: true });
    expect(document.documentElement.style.getPropertyValue('zoom')).toBe('110%');
    await key('0', { ctrlKey: true });
    expect(document.documentElement.style.getPropertyValue('zoom')).toBe('100%');
  });

  it('a blocked registry says what happened and what is safe', async () => {
    const root = await start({ scene: 'blocked' });
    expect(hook(root, 'blocked').textContent).toContain('jendela lain');
    expect(hook(root, 'blocked').textContent).toContain('tidak diubah');
  });
});

describe('at the counter', () => {
  it('a person goes through by a scan and ten keys', async () => {
    const root = await start({});
    await scan(`${MELATI}\n`);
    expect(hook(root, 'counter-name').textContent).toBe('MELATI CONTOH');
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    press('a', {}, document.body);
    vi.advanceTimersByTime(100);
    vi.useRealTimers();
    await settled();
    for (const digit of '11111321') await key(digit);
    expect(hook(root, 'level').dataset['level']).toBe('siap');
    expect(document.activeElement, 'the advice is one Enter away').toBe(hook(root, 'decision-primary'));
    await key('Enter', { ctrlKey: true });
    expect(has(root, 'counter-idle')).toBe(true);
    expect(hook(root, 'toast').textContent).toContain('MELATI CONTOH');
    expect(hook(root, 'recent').textContent).toContain('Melati Contoh');
    await key('z', { ctrlKey: true });
    expect(hook(root, 'counter-name').textContent).toBe('MELATI CONTOH');
  });

  it('the joint rule is Lindungi, calls a second officer and says why', async () => {
    const root = await start({});
    await scan(`${MELATI}\n`);
    for (const digit of '11313') await key(digit);
    expect(hook(root, 'level').dataset['level']).toBe('lindungi');
    expect(hook(root, 'counter-alert').textContent).toContain('Petugas kedua diminta');
    expect(hook(root, 'joint').textContent).toContain('bukan dipersalahkan');
    expect([...root.querySelectorAll<HTMLElement>('[data-test="sign"]')].map((s) => s.dataset['id'])).toEqual(['TIP-12', 'CUR-01']);
    expect(hook(root, 'question-active').dataset['question']).toBe('K6');
    expect(hook(root, 'rail-kasus-badge').textContent).toContain('1');
  });

  it('the level is announced, with its place among the others', async () => {
    const root = await start({});
    await scan(`${MELATI}\n`);
    await key('1');
    await key('1');
    await key('3');
    const polite = [...root.querySelectorAll('[aria-live="polite"]')].map((e) => e.textContent).join('');
    expect(polite).toContain('Tingkat menjadi Dalami. 1 tanda');
    expect(hook(root, 'lane-trafficking').textContent).toContain('Tingkat Dalami, 2 dari 3');
  });

  it('the answers are one radio group with one tab stop', async () => {
    const root = await start({});
    await scan(`${MELATI}\n`);
    const radios = [...root.querySelectorAll<HTMLElement>('[role="radiogroup"] [role="radio"]')];
    expect(radios.filter((r) => r.tabIndex === 0)).toHaveLength(1);
    expect(document.activeElement).toBe(radios[0]);
    await key('ArrowRight');
    expect(document.activeElement).toBe(radios[1]);
    await key('ArrowLeft');
    await key('1');
    await key('ArrowUp');
    expect(hook(root, 'question-active').dataset['question'], 'up goes to the question before').toBe('K1');
    expect(hook(root, 'answer-1').getAttribute('aria-checked')).toBe('true');
  });

  it('a decision that differs asks for the reason in the same panel', async () => {
    const root = await start({});
    await scan(`${MELATI}\n`);
    for (const digit of '113') await key(digit);
    await key('l', { altKey: true, code: 'KeyL' });
    expect(has(root, 'reason-picker')).toBe(true);
    expect(root.querySelector('[role="dialog"]'), 'nothing modal at the counter').toBeNull();
    const before = hook(root, 'question-active').dataset['question'];
    for (const pressed of ['2', 'a', 'ArrowUp']) await key(pressed);
    expect(hook(root, 'question-active').dataset['question'], 'keys of the picker answer nothing').toBe(before);
    expect(root.querySelectorAll('.dc[data-state="seen"]').length, 'and tick nothing').toBeLessThan(2);
    await click(root, 'reason-sign');
    await click(root, 'reason-submit');
    expect(hook(root, 'recent').textContent).toContain('Melati Contoh');
  });

  it('a reason goes away with Esc, wherever the focus is', async () => {
    const root = await start({});
    await scan(`${MELATI}\n`);
    for (const digit of '113') await key(digit);
    await key('l', { altKey: true, code: 'KeyL' });
    (document.activeElement as HTMLElement).blur();
    await key('Escape');
    expect([has(root, 'reason-picker'), has(root, 'decision-primary')]).toEqual([false, true]);
  });

  it('a misread passport is repaired with the suggestion by Enter', async () => {
    const root = await start({});
    await scan(`${passportLines('SUPARMINAH', '', 'X0000618', '840712', 'F', '290118').replace('8407122', '8417122')}\n`);
    expect(hook(root, 'repair-marked').textContent).toBe('8417122');
    expect(hook(root, 'repair-read').textContent, 'what matched is shown, to compare').toBe('X0000618');
    expect(hook(root, 'scan-repair').textContent).toContain('18 Jan 2029');
    expect((hook(root, 'repair-value') as HTMLInputElement).value, 'never filled in').toBe('');
    expect(hook(root, 'misread-note').textContent).toContain('bukan tanda risiko');
    await click(root, 'repair-submit');
    expect(hook(root, 'counter-name').textContent).toContain('SUPARMINAH');
  });

  it('after a stop the form is back at its question, with a banner', async () => {
    const root = await start({ scene: 'restored' });
    expect(hook(root, 'restored-banner').textContent).toContain('Tidak ada data hilang');
    expect(hook(root, 'question-active').dataset['question']).toBe('K5');
    await click(root, 'restored-dismiss');
    expect(has(root, 'restored-banner')).toBe(false);
  });
});

describe('sailings', () => {
  it('the board shows a level for every row and the reasons of the selected one', async () => {
    const root = await start({ people: 40 });
    await click(root, 'rail-pelayaran');
    const rows = [...root.querySelectorAll<HTMLElement>('[data-test="board-row"]')];
    expect(rows).toHaveLength(40);
    expect(rows.every((r) => ['siap', 'lengkapi', 'dalami', 'lindungi'].includes(r.dataset['level'] ?? ''))).toBe(true);
    expect(hook(root, 'board-person').dataset['departure']).toBe('dep-1');
    await key('j');
    expect(hook(root, 'board-person').dataset['departure']).toBe('dep-2');
    await key('Enter');
    expect(hook(root, 'counter-name').textContent).toBe('Wulan Perumpamaan');
  });

  it('draws only a window of a long list', async () => {
    const root = await start({ people: 1500 });
    await click(root, 'rail-pelayaran');
    expect(root.querySelectorAll('[data-test="board-row"]').length).toBeLessThan(120);
    expect(hook(root, 'board').getAttribute('aria-rowcount')).toBe('1504');
  });

  it('a level is a filter, and Esc shows all again', async () => {
    const root = await start({ people: 40 });
    await click(root, 'rail-pelayaran');
    await key('3');
    expect(root.querySelectorAll('[data-test="board-row"]')).toHaveLength(1);
    await key('Escape');
    expect(root.querySelectorAll('[data-test="board-row"]')).toHaveLength(40);
  });

  it('a bad row says what is wrong, is fixed in place, and joins the board', async () => {
    const root = await start({});
    await click(root, 'rail-pelayaran');
    await click(root, 'to-fixes');
    expect(hook(root, 'fix-row').dataset['line']).toBe('34');
    expect(hook(root, 'fix-row').textContent).toContain('notasi ilmiah');
    typeIn(root, 'fix-cell', 'bukan nomor');
    await click(root, 'fix-save');
    expect(hook(root, 'fix-said').textContent, 'what remains').toContain('Masih 1 hal');
    typeIn(root, 'fix-cell', 'X0000700');
    await click(root, 'fix-save');
    expect(hook(root, 'fix-said').textContent).toContain('Baris 34 dibetulkan');
  });

  it('a row is set aside only with a reason, and can come back', async () => {
    const root = await start({});
    await click(root, 'rail-pelayaran');
    await click(root, 'to-fixes');
    await click(root, 'set-aside');
    await click(root, 'set-aside-submit');
    expect(hook(root, 'fix-error').textContent).toContain('alasan');
    typeIn(root, 'set-aside-reason', 'penumpang batal');
    await click(root, 'set-aside-submit');
    expect(root.textContent).toContain('penumpang batal');
    await click(root, 'bring-back');
    expect(hook(root, 'fix-count').textContent).toContain('2 baris');
  });

  it('an empty board says how to begin', async () => {
    const root = await start({ scene: 'empty' });
    await click(root, 'rail-pelayaran');
    expect(hook(root, 'board-none').textContent).toContain('Belum ada manifes');
  });
});

describe('import', () => {
  async function choose(root: HTMLElement, name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const input = hook(root, 'import-file') as HTMLInputElement;
    Object.defineProperty(input, 'files', { configurable: true, value: [new File([bytes], name)] });
    Object.defineProperty(input, 'value', { configurable: true, writable: true, value: '' });
    input.dispatchEvent(new Event('change', { bubbles: true }));
    await new Promise((done) => setTimeout(done, 5));
    await settled();
  }

  it('a file is read, shown with its figures, confirmed, and on the board', async () => {
    const root = await start({ scene: 'empty' });
    await key('i', { ctrlKey: true });
    await choose(root, 'manifes.csv', new Uint8Array([78, 111]));
    expect(hook(root, 'import-counts').textContent).toBe('118 baris, 116 bersih, 2 perlu dibetulkan, 0 ganda');
    expect(hook(root, 'import-ignored').textContent).toBe('Ket');
    await click(root, 'import-submit');
    expect(hook(root, 'board').getAttribute('aria-rowcount'), 'people, two headings and the head').toBe('119');
    expect(hook(root, 'toast').textContent).toContain('116 orang');
  });

  it.each([
    ['a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47]), 'bukan CSV atau XLSX'],
    ['an empty file', new Uint8Array(), 'kosong'],
  ])('%s is a sentence, and nothing is lost', async (_, bytes, said) => {
    const root = await start({ scene: 'empty' });
    await key('i', { ctrlKey: true });
    await choose(root, 'manifes.csv', new Uint8Array([78]));
    typeIn(root, 'import-vessel', 'KM Lain');
    await choose(root, 'foto.csv', bytes);
    expect(hook(root, 'import-error').textContent).toContain(said);
    expect((hook(root, 'import-vessel') as HTMLInputElement).value, 'what was typed stays').toBe('KM Lain');
    expect(hook(root, 'import-submit').hasAttribute('disabled'), 'the file before is not imported in its place').toBe(true);
    expect(root.querySelector('.trouble')?.textContent).toContain('foto.csv');
  });

  it('an impossible day stays beside its field', async () => {
    const root = await start({ scene: 'empty' });
    await key('i', { ctrlKey: true });
    await choose(root, 'manifes.csv', new Uint8Array([78]));
    typeIn(root, 'import-date', '31-02-2026');
    await click(root, 'import-submit');
    expect(hook(root, 'import-date-error').textContent).toContain('tidak terbaca');
  });
});

describe('around the screens', () => {
  it('eight places, by keys, and the later ones are honest', async () => {
    const root = await start({});
    for (const [digit, place] of [['3', 'wawancara'], ['5', 'rujukan'], ['6', 'laporan'], ['7', 'aturan']] as const) {
      await key(digit, { altKey: true, code: `Digit${digit}` });
      expect(hook(root, 'later').dataset['place']).toBe(place);
      expect(hook(root, 'later').textContent).toContain('Belum ada di versi ini');
    }
    expect(root.querySelectorAll('nav [aria-current="page"]')).toHaveLength(1);
  });

  it('every screen has one heading of the first level', async () => {
    const root = await start({});
    for (const digit of '12345678') {
      await key(digit, { altKey: true, code: `Digit${digit}` });
      expect(root.querySelectorAll('h1'), `Alt ${digit}`).toHaveLength(1);
    }
  });

  it('offline is told without red, and the hub can be tried', async () => {
    const root = await start({});
    expect(hook(root, 'sync-chip').dataset['state']).toBe('offline');
    expect(hook(root, 'sync-chip').textContent).toContain('Luring · 14 antre');
    await click(root, 'sync-chip');
    await click(root, 'sync-now');
    expect(hook(root, 'sync-problem').getAttribute('role'), 'not an alarm').toBe('status');
  });

  it('enrolment refuses a wrong address beside the field', async () => {
    const root = await start({ scene: 'enroll' });
    await key('8', { altKey: true, code: 'Digit8' });
    typeIn(root, 'hub-url', 'ftp://pusat');
    typeIn(root, 'hub-code', 'ABCDE12345');
    await click(root, 'hub-enroll');
    expect(hook(root, 'hub-url-error').textContent).toContain('https://');
    typeIn(root, 'hub-url', 'https://pusat.contoh');
    await click(root, 'hub-enroll');
    expect(hook(root, 'sync-head').dataset['state']).toBe('sending');
  });

  it('an alert is taken once, and the badge goes', async () => {
    const root = await start({});
    await scan(`${MELATI}\n`);
    for (const digit of '11313') await key(digit);
    await click(root, 'rail-kasus');
    expect(hook(root, 'alert-row').dataset['kind']).toBe('secondOfficer');
    await key('j');
    expect(document.activeElement, 'J goes to the main action of the row').toBe(hook(root, 'alert-take'));
    await click(root, 'alert-take');
    expect(has(root, 'rail-kasus-badge')).toBe(false);
    expect(hook(root, 'alert-row').dataset['taken']).toBe('true');
    expect(document.activeElement, 'the focus is not lost with the button').toBe(hook(root, 'case-open'));
  });

  it('the palette finds a command by its words and runs it', async () => {
    const root = await start({});
    await key('k', { ctrlKey: true });
    const input = hook(document.body, 'palette-input') as HTMLInputElement;
    input.value = 'kunci lay';
    input.dispatchEvent(new Event('input', { bubbles: true }));
    flushSync();
    press('Enter', {}, input);
    await settled();
    expect(has(root, 'lock'), 'locked').toBe(true);
  });

  it('digits under an overlay answer nothing', async () => {
    const root = await start({});
    await scan(`${MELATI}\n`);
    await key('F1');
    expect(has(document.body, 'keys-help')).toBe(true);
    await key('1');
    expect(hook(root, 'question-active').dataset['question']).toBe('K1');
    await key('Escape');
    expect(has(document.body, 'keys-help')).toBe(false);
  });

  it('the curtain covers everything and gives it back', async () => {
    const root = await start({});
    await scan(`${MELATI}\n`);
    await key('F9');
    expect(hook(document.body, 'curtain').textContent).not.toMatch(/MELATI|Lengkapi/);
    expect(root.querySelector('.app')?.hasAttribute('inert')).toBe(true);
    await key('F9');
    expect(has(document.body, 'curtain')).toBe(false);
    expect(hook(root, 'counter-name').textContent).toBe('MELATI CONTOH');
  });

  it('locking leaves nothing of a person on the page, and unlocking brings the form back', async () => {
    const root = await start({});
    await scan(`${MELATI}\n`);
    await key('l', { ctrlKey: true });
    expect(has(root, 'lock')).toBe(true);
    expect(document.body.textContent).not.toMatch(/MELATI/i);
    expect(has(root, 'unfinished')).toBe(true);
    typeIn(root, 'unlock-passphrase', 'rumah di tepi laut');
    await click(root, 'unlock-submit');
    expect(hook(root, 'counter-name').textContent).toBe('MELATI CONTOH');
  });

  it('language and theme change at once, for the whole window', async () => {
    const root = await start({});
    await click(root, 'officer-menu');
    await click(root, 'menu-language');
    expect([document.documentElement.lang, hook(root, 'rail-loket').textContent?.trim()]).toEqual(['en', 'Counter']);
    await click(root, 'officer-menu');
    await click(root, 'menu-theme');
    expect(document.documentElement.dataset['theme']).toBe('dark');
  });

  it('the title of the window is always Suar', async () => {
    document.title = 'Suar';
    await start({});
    await scan(`${MELATI}\n`);
    expect(document.title).toBe('Suar');
  });
});
