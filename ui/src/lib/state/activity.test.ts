import { expect, it, vi } from 'vitest';
import { reportActivity } from './activity';

it('reports keys and pointer, at most every fifteen seconds, and nothing after the end', () => {
  const report = vi.fn();
  let now = 0;
  const stop = reportActivity(report, () => now);
  expect(report, 'an idle page reports nothing').not.toHaveBeenCalled();
  dispatchEvent(new KeyboardEvent('keydown', { key: '1' }));
  dispatchEvent(new Event('pointermove'));
  expect(report).toHaveBeenCalledTimes(1);
  expect(report.mock.calls[0], 'that, never which').toEqual([]);
  now = 15_000;
  dispatchEvent(new Event('wheel'));
  expect(report).toHaveBeenCalledTimes(2);
  stop();
  now = 60_000;
  dispatchEvent(new Event('pointerdown'));
  expect(report).toHaveBeenCalledTimes(2);
});
