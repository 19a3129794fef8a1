import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AFTER_ENTER_MS, CALM_INTERVAL_MS, MAX_LENGTH, NEXT_LINE_MS, SILENCE_MS, STUMBLE_MS, Wedge } from './wedge';

const FIRST = 'P<IDNCONTOH<<MELATI<<<<<<<<<<<<<<<<<<<<<<<<<';
const SECOND = 'X0000471<7IDN0109143F3103050<<<<<<<<<<<<<<<0';

let now = 0;
let scans: string[] = [];
let locked = false;
let dropped = 0;
let heard: string[] = [];
let stop: () => void = () => {};

beforeEach(() => {
  vi.useFakeTimers();
  now = 1000;
  [scans, heard, locked, dropped] = [[], [], false, 0];
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  stop = new Wedge({ onScan: (text) => scans.push(text), isLocked: () => locked, onDropped: () => (dropped += 1) }).listen();
  window.addEventListener('keydown', record);
});

afterEach(() => {
  stop();
  window.removeEventListener('keydown', record);
  vi.useRealTimers();
  document.body.replaceChildren();
});

function record(event: KeyboardEvent): void {
  heard.push(event.key);
}

/** One key; `gap` milliseconds after the one before. Returns whether the page may act on it. */
function key(name: string, gap = 5, init: KeyboardEventInit = {}): boolean {
  wait(gap);
  const event = new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true, ...init });
  Object.defineProperty(event, 'timeStamp', { value: now });
  // The test's page knows no locks.
  Object.defineProperty(event, 'getModifierState', { value: (lock: string) => lock === 'CapsLock' && init.modifierCapsLock === true });
  const goesOn = (document.activeElement ?? document.body).dispatchEvent(event);
  const field = document.activeElement;
  if (goesOn && field instanceof HTMLInputElement && name.length === 1) insert(field, name);
  return goesOn;
}

/** What a browser does with a key that nobody took. */
function insert(field: HTMLInputElement, text: string): void {
  const [start, end] = [field.selectionStart ?? field.value.length, field.selectionEnd ?? field.value.length];
  if (field.maxLength >= 0 && field.value.length - (end - start) + text.length > field.maxLength) return;
  field.value = field.value.slice(0, start) + text + field.value.slice(end);
  field.setSelectionRange(start + text.length, start + text.length);
  field.dispatchEvent(new InputEvent('input', { bubbles: true, data: text }));
}

function wait(ms: number): void {
  now += ms;
  vi.advanceTimersByTime(ms);
}

/** Types text at a scanner's pace; `\n` is Enter. */
function burst(text: string, gap = 5): void {
  for (const c of text) key(c === '\n' ? 'Enter' : c, gap);
}

function field(): HTMLInputElement {
  const input = document.createElement('input');
  document.body.append(input);
  input.focus();
  return input;
}

describe('a passport from the scanner', () => {
  it('is swallowed whole and handed over with its line break', () => {
    burst(`${FIRST}\n${SECOND}\n`);
    wait(AFTER_ENTER_MS);
    expect(scans).toEqual([`${FIRST}\n${SECOND}`]);
    expect(heard, 'no key of a burst reaches the page').toEqual([]);
  });

  it('ends after a silence when no Enter comes', () => {
    burst(FIRST + SECOND);
    wait(SILENCE_MS - 1);
    expect(scans, 'the burst may still go on').toEqual([]);
    wait(1);
    expect(scans).toEqual([FIRST + SECOND]);
  });

  it('never lands in a text field, and does not submit its form', () => {
    const input = field();
    const form = document.createElement('form');
    const submit = vi.fn((event: Event) => event.preventDefault());
    form.addEventListener('submit', submit);
    document.body.append(form);
    form.append(input);
    input.focus();
    burst(`${FIRST}\n${SECOND}\n`);
    wait(AFTER_ENTER_MS);
    expect(input.value, 'the field stays as it was').toBe('');
    expect(submit, 'Enter belongs to the burst').not.toHaveBeenCalled();
    expect(scans).toHaveLength(1);
  });

  it.each([
    [';', 'German or Spanish layout'],
    ['>', 'the key beside the left Shift'],
    ['?', 'French layout'],
    ['*', 'any other stand-in'],
  ])('is recognised when the filler arrives as %s (%s)', (filler) => {
    burst(`${FIRST.replaceAll('<', filler)}\n${SECOND.replaceAll('<', filler)}\n`);
    wait(AFTER_ENTER_MS);
    expect(scans, 'the text goes on as it arrived').toEqual([`${FIRST}\n${SECOND}`.replaceAll('<', filler)]);
  });

  it('is recognised when the filler is a dead key', () => {
    for (const c of FIRST) key(c === '<' ? 'Dead' : c);
    wait(SILENCE_MS);
    expect(scans).toEqual([FIRST]);
  });

  it('is recognised in lower case, as with Caps Lock on', () => {
    burst(`${FIRST}\n${SECOND}\n`.toLowerCase());
    wait(AFTER_ENTER_MS);
    expect(scans).toEqual([`${FIRST}\n${SECOND}`.toLowerCase()]);
  });

  it('may send Shift between its characters', () => {
    for (const c of FIRST) {
      if (c === '<') key('Shift', 1);
      key(c, 2);
    }
    wait(SILENCE_MS);
    expect(scans).toEqual([FIRST]);
  });

  it('may end its lines with Tab', () => {
    burst(FIRST);
    key('Tab');
    burst(SECOND);
    key('Tab');
    wait(AFTER_ENTER_MS);
    expect(scans).toEqual([`${FIRST}\n${SECOND}`]);
  });

  it('is handed over also as one line, so that half a passport can be told', () => {
    burst(`${FIRST}\n`);
    wait(NEXT_LINE_MS - 1);
    expect(scans, 'the second line may still come').toEqual([]);
    wait(1);
    expect(scans).toEqual([FIRST]);
  });

  it('may pause between its lines', () => {
    burst(`${FIRST}\n`);
    wait(NEXT_LINE_MS - 50);
    burst(`${SECOND}\n`);
    wait(AFTER_ENTER_MS);
    expect(scans).toEqual([`${FIRST}\n${SECOND}`]);
  });

  it('may arrive late from its first key on when nobody types', () => {
    burst(FIRST, 90);
    wait(SILENCE_MS);
    expect(scans).toEqual([FIRST]);
  });

  it('may stumble once its line has begun', () => {
    burst(FIRST.slice(0, 3));
    wait(STUMBLE_MS - 50);
    burst(FIRST.slice(3));
    wait(SILENCE_MS);
    expect(scans).toEqual([FIRST]);
  });

  it('is not broken by a page that moves the focus meanwhile', () => {
    burst(FIRST.slice(0, 1));
    document.body.dispatchEvent(new Event('focusout', { bubbles: true }));
    burst(FIRST.slice(1));
    wait(SILENCE_MS);
    expect(scans).toEqual([FIRST]);
  });

  it('comes a second time as a second scan', () => {
    burst(`${FIRST}\n${SECOND}\n`);
    wait(AFTER_ENTER_MS + 200);
    burst(`${FIRST}\n${SECOND}\n`);
    wait(AFTER_ENTER_MS);
    expect(scans).toHaveLength(2);
  });

  it('follows at once on a key that a person pressed', () => {
    burst(`a${FIRST}\n${SECOND}\n`);
    wait(AFTER_ENTER_MS);
    expect(heard, 'the pressed key is given to the page').toEqual(['a']);
    expect(scans).toHaveLength(1);
  });

  it('is cut at the length that the contract takes', () => {
    burst(`${FIRST}\n${SECOND}\n`.repeat(6));
    wait(NEXT_LINE_MS);
    expect(scans[0]?.length).toBeLessThanOrEqual(MAX_LENGTH);
    expect(heard, 'the rest is swallowed all the same').toEqual([]);
  });

  it.each([
    ['V<IDNCONTOH<<MELATI<<<<<<<<<<<<<<<<<', 'a visa'],
    ['PDIDNCONTOH<<MELATI<<<<<<<<<<<<<<<<<<', 'a diplomatic passport'],
    ['I<IDNX000047190<<<<<<<<<<<<<<<', 'a card'],
    ['IDIDNX000047190<<<<<<<<<<<<<<<', 'a card with a second letter'],
    ['AC<<<X0000471'.replace('AC<<<', 'ACIDN'), 'a crew card'],
    ['C<IDNX000047190<<<<<<<<<<<<<<<', 'another card'],
  ])('also when it is %s (%s)', (line) => {
    burst(`${line}\n`);
    wait(NEXT_LINE_MS);
    expect(scans).toEqual([line]);
  });
});

describe('while the screen is locked', () => {
  it('drops the burst and says so, and the passphrase field stays empty', () => {
    locked = true;
    const input = field();
    burst(`${FIRST}\n${SECOND}\n`);
    wait(AFTER_ENTER_MS);
    expect([scans, dropped, input.value]).toEqual([[], 1, '']);
  });
});

describe('what a person types', () => {
  it('reaches the field, letter by letter', () => {
    const input = field();
    burst('Petrus Andaikan', 120);
    wait(SILENCE_MS);
    expect(input.value).toBe('Petrus Andaikan');
    expect(scans).toEqual([]);
  });

  it.each(['Petugas Contoh', 'ANDAIKA CONTOH', 'Andaikacontoh', 'CITRACONTOHSAMPEL', 'p@ssw0rd12', 'correct-horse-battery-staple', 'correcthorsebattery', 'apa yang kita ingat', 'https://127.0.0.1:8443', 'V. Contoh', 'Password<3', 'I<3 Nunukan', 'ABC1234567'.toLowerCase()])(
    'reaches the field also when it arrives as fast as a scan: %s',
    (text) => {
      const input = field();
      burst(text, 1);
      wait(STUMBLE_MS);
      expect(input.value, 'every character, in order, once').toBe(text);
      expect(scans).toEqual([]);
    },
  );

  it('keeps its Enter: what follows fast on a word is not swallowed', () => {
    field();
    burst('contoh', 1);
    expect(key('Enter', 1), 'Enter goes on to the form').toBe(true);
  });

  it.each(['pointerdown', 'click', 'focusout', 'submit'])('is complete before a %s', (kind) => {
    const input = field();
    burst('ombak pagi', 1);
    input.dispatchEvent(new Event(kind, { bubbles: true }));
    expect(input.value).toBe('ombak pagi');
  });

  it.each([...'PVIACpviac'])('acts at once in a field: %s', (letter) => {
    const input = field();
    expect(key(letter), 'the browser itself writes it').toBe(true);
    expect(input.value).toBe(letter);
  });

  it('acts at once also when the next letter follows fast', () => {
    const input = field();
    burst('Contoh', 5);
    expect(input.value).toBe('Contoh');
    burst('ACARA', 5);
    expect(input.value).toBe('ContohACARA');
  });
});

describe('a burst that began in a text field', () => {
  it.each([`${FIRST}\n${SECOND}\n`, `${FIRST}\n${SECOND}\n`.toLowerCase(), 'PDIDNCONTOH<<MELATI<<<<<<<<<<<<<<<<<<\n', 'IDIDNX000047190<<<<<<<<<<<<<<<\n'])(
    'leaves the field as it was, cursor included: %s',
    (text) => {
      const input = field();
      input.value = 'Rekaan Tanjung';
      input.setSelectionRange(2, 6);
      burst(text);
      wait(NEXT_LINE_MS);
      expect([input.value, input.selectionStart, input.selectionEnd]).toEqual(['Rekaan Tanjung', 2, 6]);
      expect(scans).toEqual([text.trim()]);
    },
  );

  it('tells the field, so that bound values follow', () => {
    const input = field();
    let bound = '';
    input.addEventListener('input', () => (bound = input.value));
    burst('P');
    expect(bound).toBe('P');
    burst(FIRST.slice(1));
    expect(bound, 'what was scanned is gone before the burst ends').toBe('');
  });

  it('goes back to the field when it was none, where the cursor stands', () => {
    const input = field();
    input.value = 'XYZ';
    input.setSelectionRange(1, 2);
    burst('P<A', 5);
    wait(STUMBLE_MS);
    expect(input.value).toBe('XP<AZ');
  });

  it('respects the longest length of a field when it is given back', () => {
    const input = field();
    input.maxLength = 3;
    burst('P<AB', 5);
    wait(STUMBLE_MS);
    expect(input.value).toBe('P<A');
  });

  it('is heard by a page that is busy with every key', () => {
    field().addEventListener('input', () => vi.advanceTimersByTime(100));
    burst(FIRST);
    wait(SILENCE_MS);
    expect(scans).toEqual([FIRST]);
  });
});

describe('single keys of the screen', () => {
  it('are not held back when no line begins with them', () => {
    expect(key('1'), 'a digit acts at once').toBe(true);
    expect(heard).toEqual(['1']);
  });

  it.each<[string, KeyboardEventInit]>([
    ['a', {}],
    ['A', { modifierCapsLock: true }],
    ['p', {}],
  ])('act at once also when a line could begin with them: %s', (name, init) => {
    expect(key(name, 5, init)).toBe(true);
    expect(heard).toEqual([name]);
  });

  it.each<[string, KeyboardEventInit]>([
    ['A', { shiftKey: true }],
    ['a', { shiftKey: true, modifierCapsLock: true }],
  ])('wait a moment as only a scanner types them: %s %o', (name, init) => {
    key(name, 5, init);
    expect(heard).toEqual([]);
    wait(CALM_INTERVAL_MS);
    expect(heard).toEqual([name]);
  });

  it('that follow in the blink of an eye wait with the line they might be, and are given back', () => {
    burst('ac', 5);
    expect(heard).toEqual(['a']);
    wait(CALM_INTERVAL_MS);
    expect(heard).toEqual(['a', 'c']);
  });

  it('stay in order when the next one follows fast', () => {
    burst('a12', 5);
    expect(heard).toEqual(['a', '1', '2']);
  });

  it('with Ctrl or Alt are never held', () => {
    expect(key('p', 5, { ctrlKey: true })).toBe(true);
    expect(key('a', 5, { altKey: true })).toBe(true);
  });

  it('come eight in a row, as from a practised officer, each once', () => {
    burst('11313531', 40);
    expect(heard.join('')).toBe('11313531');
  });
});

it('gives back what it holds when it stops listening', () => {
  key('P');
  expect(heard).toEqual([]);
  stop();
  expect(heard).toEqual(['P']);
});
