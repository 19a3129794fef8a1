import { describe, expect, it, vi } from 'vitest';
import { Api, type Backend } from './client';
import { asApiError, Refusal } from './errors';
import { invalidates, type Topic } from './generated/api';
import { memory } from '../../fake';
import { checkDigit, passportLines, readMrz } from '../../fake/mrz';
import { Topics } from './topics';

const told = async (topics: Topics, watched: Topic[]): Promise<number> => {
  let times = 0;
  topics.watch(watched, () => (times += 1));
  await Promise.resolve();
  await Promise.resolve();
  return times;
};

describe('a call', () => {
  it('marks what the contract says it makes stale', async () => {
    const topics = new Topics();
    const heard: Topic[] = [];
    for (const topic of ['session', 'sailing', 'screening', 'alert', 'sync'] as const) topics.watch([topic], () => heard.push(topic));
    await new Api(memory(), topics).call('sync_now', null).catch(() => {});
    await new Api(memory({ scene: 'sent' }), topics).call('sync_now', null);
    await Promise.resolve();
    expect(heard).toEqual(invalidates.sync_now);
  });

  it('that is refused marks nothing and carries its code', async () => {
    const topics = new Topics();
    const api = new Api(memory({ scene: 'open' }), topics);
    await expect(api.call('sync_now', null)).rejects.toMatchObject({ error: { code: 'hubUnreachable' } });
    expect(await told(topics, ['sync'])).toBe(0);
  });

  it('that finds the screen locked tells the session', async () => {
    const api = new Api(memory({ scene: 'locked' }), new Topics());
    api.onLocked = vi.fn();
    await expect(api.call('counter', null)).rejects.toBeInstanceOf(Refusal);
    expect(api.onLocked).toHaveBeenCalledOnce();
  });

  it('hears that the other side locked by itself', () => {
    let tell: (topics: Topic[]) => void = () => {};
    const api = new Api({ ...memory(), onChanged: (heard) => (tell = heard) }, new Topics());
    api.onLocked = vi.fn();
    tell(['sync']);
    expect(api.onLocked).not.toHaveBeenCalled();
    tell(['session']);
    expect(api.onLocked).toHaveBeenCalledOnce();
  });

  it('hears of changes that came without it', async () => {
    const topics = new Topics();
    let tell: (changed: Topic[]) => void = () => {};
    const silent: Backend = { ...memory(), onChanged: (heard) => (tell = heard) };
    new Api(silent, topics);
    const seen = vi.fn();
    topics.watch(['sync', 'alert'], seen);
    tell(['sync', 'alert']);
    tell(['sync']);
    await Promise.resolve();
    expect(seen, 'changes of one moment are told once').toHaveBeenCalledOnce();
  });
});

describe('what a call was rejected with', () => {
  it('is an error of the contract', () => {
    const error = { code: 'diskFull', field: null, args: [], reference: 'a1' };
    expect(asApiError(error)).toEqual(error);
  });

  it.each([['a text with a name in it'], [null], [{ code: 'noSuchCode', args: [] }], [new Error('Melati Contoh')]])('or becomes “unexpected”, without its text: %s', (thrown) => {
    expect(asApiError(thrown)).toEqual({ code: 'unexpected', field: null, args: [], reference: null });
  });
});

describe('the fake', () => {
  it('knows the check digits of ICAO 9303', () => {
    expect([checkDigit('L898902C3'), checkDigit('740812'), checkDigit('120415')]).toEqual(['6', '2', '9']);
  });

  it('reads its own lines, in lower case and with another filler too', () => {
    const lines = passportLines('CONTOH', 'MELATI', 'X0000471', '010914', 'F', '310305');
    for (const text of [lines, lines.toLowerCase(), lines.replaceAll('<', ';')]) {
      expect(readMrz(text)).toMatchObject({ kind: 'read', document: 'X0000471', bad: [] });
    }
  });

  it('raises one alert for one person', async () => {
    const api = new Api(memory(), new Topics());
    const reply = await api.call('scan', { text: passportLines('CONTOH', 'MELATI', 'X0000471', '010914', 'F', '310305') });
    if (reply.kind !== 'opened') throw new Error('not opened');
    const { screening } = reply.counter;
    for (const [question, key] of [['K3', '3'], ['K5', '3'], ['K8', '2']] as const) await api.call('answer', { screening, question, status: 'answered', key });
    const alerts = await api.call('alert_list', null);
    expect(alerts.map((a) => a.alert.kind), 'the joint rule calls a second officer').toEqual(['secondOfficer']);
  });
});
