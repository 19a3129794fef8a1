/** The size of the page: steps, bounds, and what is kept. */
import { describe, expect, it, vi } from 'vitest';
import { memory } from '../../fake';
import { Api, type Backend } from '../api/client';
import { Topics } from '../api/topics';
import { press } from '../../test/mount';
import { listenForZoom } from '../keys/zoom';
import { Session } from './session.svelte';

function open(backend: Backend): { session: Session; shown: ReturnType<typeof vi.fn> } {
  const shown = vi.fn();
  return { session: new Session(new Api({ ...backend, zoom: shown }, new Topics())), shown };
}

describe('the size of the page', () => {
  it('goes up and down in steps and stops at the ends', async () => {
    const { session, shown } = open(memory());
    await session.refresh();
    for (const step of [1, 1, 1, 1, -1, 0, -1] as const) await session.zoom(step);
    expect(shown.mock.calls.flat()).toEqual([110, 125, 150, 125, 100]);
  });

  it('is as it was left when the page starts again', async () => {
    const backend = memory({ scene: 'locked' });
    const before = open(backend);
    await before.session.refresh();
    await before.session.zoom(1);
    const after = open(backend);
    await after.session.refresh();
    expect(after.shown.mock.calls).toEqual([[110]]);
  });

  it('stays with another language or theme', async () => {
    const { session } = open(memory());
    await session.refresh();
    await session.zoom(1);
    await session.appear({ theme: 'dark' });
    expect([session.view?.zoom, session.view?.theme]).toEqual(['110', 'dark']);
  });

  it('is not set while it is the designed one', async () => {
    const { session, shown } = open(memory());
    await session.refresh();
    expect(shown).not.toHaveBeenCalled();
  });
});

describe('its keys', () => {
  it.each<[string, KeyboardEventInit, number]>([
    ['+', {}, 1],
    ['+', { code: 'NumpadAdd' }, 1],
    ['+', { shiftKey: true, code: 'Equal' }, 1],
    ['=', { code: 'Equal' }, 1],
    ['-', { code: 'Minus' }, -1],
    ['-', { code: 'NumpadSubtract' }, -1],
    ['0', { code: 'Digit0' }, 0],
    ['0', { code: 'Numpad0' }, 0],
  ])('Ctrl %s %o', (key, init, step) => {
    const zoom = vi.fn();
    const stop = listenForZoom(zoom);
    const pressed = press(key, { ctrlKey: true, ...init });
    press(key, init);
    stop();
    press(key, { ctrlKey: true, ...init });
    expect(zoom.mock.calls, 'once, only with Ctrl').toEqual([[step]]);
    expect(pressed.defaultPrevented, 'the web view has its own meaning for it').toBe(true);
  });
});
