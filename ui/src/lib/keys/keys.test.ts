import { describe, expect, it, vi } from 'vitest';
import { press } from '../../test/mount';
import { chord } from './chord';
import { Keys, printed, type Binding } from './keys.svelte';

function listening(...bindings: Binding[]): Keys {
  const keys = new Keys();
  keys.push({ title: 'keys.everywhere', bindings });
  return keys;
}

function send(keys: Keys, key: string, init: KeyboardEventInit = {}, target: EventTarget = document.body): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init });
  Object.defineProperty(event, 'target', { value: target });
  keys.handle(event);
  return event;
}

describe('a chord', () => {
  it.each([
    [{ key: '1', code: 'Digit1', altKey: true }, 'Alt+1'],
    [{ key: '¡', code: 'Digit1', altKey: true }, 'Alt+1'],
    [{ key: 'D', code: 'KeyD', ctrlKey: true, shiftKey: true }, 'Ctrl+Shift+D'],
    [{ key: 'k', code: 'KeyK', ctrlKey: true }, 'Ctrl+K'],
    [{ key: 'Enter', ctrlKey: true }, 'Ctrl+Enter'],
    [{ key: 'A', shiftKey: true }, 'a'],
    [{ key: '/', shiftKey: true }, '/'],
    [{ key: ' ' }, 'Space'],
    [{ key: 'F9' }, 'F9'],
  ])('of %o is %s', (init, expected) => {
    expect(chord(new KeyboardEvent('keydown', init))).toBe(expected);
  });

  it('is printed as it stands on the keys', () => {
    expect([printed('Ctrl+Shift+D'), printed('ArrowUp'), printed('a'), printed('Ctrl++'), printed('Ctrl+-')]).toEqual(['Ctrl Shift D', '↑', 'A', 'Ctrl +', 'Ctrl -']);
  });
});

describe('the keyboard map', () => {
  it('runs a binding and takes the key', () => {
    const run = vi.fn();
    const event = send(listening({ keys: ['Ctrl+L'], run }), 'l', { ctrlKey: true });
    expect(run).toHaveBeenCalledOnce();
    expect(event.defaultPrevented).toBe(true);
  });

  it('leaves single characters to a text field', () => {
    const run = vi.fn();
    send(listening({ keys: ['a'], run }), 'a', {}, document.createElement('input'));
    expect(run).not.toHaveBeenCalled();
  });

  it('keeps Ctrl Z out of a text field: there it means the text', () => {
    const run = vi.fn();
    send(listening({ keys: ['Ctrl+Z'], notInText: true, run }), 'z', { ctrlKey: true }, document.createElement('textarea'));
    expect(run).not.toHaveBeenCalled();
  });

  it('lets single characters act only in the screen or when nothing has the focus', () => {
    const run = vi.fn();
    const keys = listening({ keys: ['1'], run });
    const rail = document.createElement('nav');
    document.body.append(rail);
    send(keys, '1', {}, rail);
    expect(run, 'not from the rail').not.toHaveBeenCalled();
    send(keys, '1');
    expect(run, 'from nowhere in particular').toHaveBeenCalledOnce();
  });

  it('can turn single characters off (WCAG 2.1.4)', () => {
    const run = vi.fn();
    const keys = listening({ keys: ['1'], run }, { keys: ['Alt+1'], run });
    keys.singles = false;
    send(keys, '1');
    expect(run).not.toHaveBeenCalled();
    send(keys, '1', { altKey: true });
    expect(run, 'chords stay').toHaveBeenCalledOnce();
  });

  it('gives Enter to a button that has the focus', () => {
    const run = vi.fn();
    send(listening({ keys: ['Enter'], run }), 'Enter', {}, document.createElement('button'));
    expect(run).not.toHaveBeenCalled();
  });

  it('does not repeat a held key unless it moves through a list', () => {
    const [once, moves] = [vi.fn(), vi.fn()];
    const keys = listening({ keys: ['1'], run: once }, { keys: ['j'], repeats: true, run: moves });
    send(keys, '1', { repeat: true });
    send(keys, 'j', { repeat: true });
    expect([once.mock.calls.length, moves.mock.calls.length]).toEqual([0, 1]);
  });

  it('asks the topmost scope first, and an overlay hides the rest', () => {
    const [below, above] = [vi.fn(), vi.fn()];
    const keys = listening({ keys: ['Escape', 'F1'], run: below });
    const off = keys.push({ title: 'palette.title', sole: true, bindings: [{ keys: ['Escape'], run: above }] });
    send(keys, 'Escape');
    send(keys, 'F1');
    expect([below.mock.calls.length, above.mock.calls.length]).toEqual([0, 1]);
    off();
    send(keys, 'F1');
    expect(below).toHaveBeenCalledOnce();
  });

  it('blocks keys of the web view that would leave the page', () => {
    expect(send(listening(), 'F5').defaultPrevented).toBe(true);
    expect(send(listening(), 'r', { ctrlKey: true }).defaultPrevented).toBe(true);
  });

  it('leaves keys alone that mean nothing here', () => {
    expect(send(listening(), 'x').defaultPrevented).toBe(false);
  });

  it('hears the window', () => {
    const run = vi.fn();
    const stop = listening({ keys: ['F9'], run }).listen();
    press('F9');
    stop();
    press('F9');
    expect(run).toHaveBeenCalledOnce();
  });
});
