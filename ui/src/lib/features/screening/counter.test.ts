/** The counter over the in-memory fake: what happens between a scan and a decision. */
import { beforeEach, describe, expect, it } from 'vitest';
import { Api, type Backend } from '../../api/client';
import { memory, type Scene } from '../../../fake';
import { passportLines } from '../../../fake/mrz';
import { Topics } from '../../api/topics';
import { Places } from '../../state/places.svelte';
import { Problem } from '../../state/problem.svelte';
import { Toasts } from '../../state/toast.svelte';
import { Counter } from './counter.svelte';

const MELATI = passportLines('CONTOH', 'MELATI', 'X0000471', '010914', 'F', '310305');
const OTHER = passportLines('UMPAMA', 'LESTARI', 'X0000512', '070311', 'F', '300630');

let calls: string[] = [];
let counter: Counter;
let problem: Problem;
let places: Places;
let toasts: Toasts;

function at(scene: Scene): Counter {
  calls = [];
  const inner = memory(scene);
  const recorded: Backend = { ...inner, call: (name, request) => (calls.push(name), inner.call(name, request)) };
  [problem, places, toasts] = [new Problem(), new Places(), new Toasts()];
  return new Counter(new Api(recorded, new Topics()), new Topics(), places, toasts, problem);
}

beforeEach(async () => {
  counter = at({ scene: 'open' });
  await counter.desk.reload();
  calls = [];
});

const answers = (): string => (counter.open?.questions ?? []).map((q) => q.answer?.key ?? q.answer?.status ?? '-').join('');

describe('a scan', () => {
  it('opens the form and shows the counter, from any screen', async () => {
    places.go('sinkron');
    await counter.scan(MELATI);
    expect([places.here, counter.open?.person.document, counter.active?.id]).toEqual(['loket', 'X0000471', 'K1']);
  });

  it('parks the form that was open, and both keep their answers', async () => {
    await counter.scan(MELATI);
    await counter.press('1');
    await counter.scan(OTHER);
    await counter.desk.reload();
    expect(counter.desk.value?.drafts.map((d) => d.name)).toEqual(['Melati Contoh']);
    counter.resumeNewest();
    await counter.press('2');
    expect(answers().slice(0, 2), 'the first answer was kept, the second follows').toBe('12');
  });

  it('that is half says so and keeps the open form', async () => {
    await counter.scan(MELATI);
    await counter.scan(MELATI.slice(0, 44));
    expect([counter.scanCard.kind, counter.open?.person.document]).toEqual(['half', 'X0000471']);
  });

  it('that is misread asks for one field and never fills in the suggestion', async () => {
    const bad = passportLines('SUPARMINAH', '', 'X0000618', '840712', 'F', '290118').replace('8407122', '8417122');
    await counter.scan(bad);
    expect(counter.scanCard.kind).toBe('failed');
    expect(counter.open, 'no form before the field is right').toBeNull();
    await counter.repair('birthDate', '1984-07-12');
    expect([counter.scanCard.kind, counter.open?.person.document]).toEqual(['ready', 'X0000618']);
  });

  it('with a wrong correction keeps the problem beside the field', async () => {
    const bad = passportLines('SUPARMINAH', '', 'X0000618', '840712', 'F', '290118').replace('8407122', '8417122');
    await counter.scan(bad);
    await counter.repair('birthDate', '1999-01-01');
    expect([counter.fieldError?.code, counter.scanCard.kind, problem.shown]).toEqual(['dateInvalid', 'failed', null]);
  });
});

describe('digits', () => {
  it('pressed faster than they are saved answer one question after the other', async () => {
    await counter.scan(MELATI);
    await Promise.all(['1', '1', '1', '1', '1', '3', '2', '1'].map((key) => counter.press(key)));
    expect([answers(), counter.active]).toEqual(['11111321', null]);
  });

  it('9 and 0 are tidak tahu and tidak ingin menjawab', async () => {
    await counter.scan(MELATI);
    await counter.press('9');
    await counter.press('0');
    const given = counter.open?.questions.flatMap((q) => (q.answer ? [`${q.id} ${q.answer.status}`] : []));
    expect(given, 'without a purpose, work is not asked about').toEqual(['K1 dontKnow', 'K3 refused']);
  });

  it('that are no choice do nothing', async () => {
    await counter.scan(MELATI);
    await counter.press('8');
    expect(calls.filter((c) => c === 'answer')).toEqual([]);
  });

  it('two clicks on one choice answer one question', async () => {
    await counter.scan(MELATI);
    await Promise.all([counter.choose('K1', '1'), counter.choose('K1', '1')]);
    expect([calls.filter((c) => c === 'answer').length, counter.active?.id]).toEqual([1, 'K2']);
  });

  it('change an earlier answer after going back, then go on where the form was', async () => {
    await counter.scan(MELATI);
    for (const key of ['1', '1', '1']) await counter.press(key);
    counter.previous();
    counter.previous();
    expect(counter.active?.id).toBe('K2');
    counter.next();
    expect(counter.active?.id).toBe('K3');
    await counter.press('3');
    expect([answers().slice(0, 3), counter.active?.id]).toEqual(['113', 'K4']);
  });

  it('skip questions that do not apply', async () => {
    await counter.scan(MELATI);
    await counter.press('2');
    expect(counter.active?.id, 'a visit is not asked about wages').toBe('K3');
  });
});

describe('a decision', () => {
  async function answered(): Promise<void> {
    await counter.scan(MELATI);
    await counter.allDocuments();
    for (const key of ['1', '1', '1', '1', '1', '3', '2', '1']) await counter.press(key);
  }

  it('that follows the advice is taken at once, with a way back', async () => {
    await answered();
    counter.follow();
    await counter.press('x');
    expect([counter.open, counter.desk.value?.recent[0]?.decision, toasts.shown?.undo === null]).toEqual([null, 'lanjut', false]);
    await counter.undo();
    expect([counter.open?.person.document, answers()]).toEqual(['X0000471', '11111321']);
  });

  it('pressed twice is taken once', async () => {
    await answered();
    counter.follow();
    counter.follow();
    await counter.press('x');
    expect(calls.filter((c) => c === 'decide')).toHaveLength(1);
    expect(problem.shown).toBeNull();
  });

  it('that differs waits for a reason', async () => {
    await answered();
    counter.decide('rujuk');
    expect([counter.choosing?.decision, calls.includes('decide')]).toEqual(['rujuk', false]);
    await counter.giveReason({ indicator: null, text: 'ia memintanya' });
    expect(counter.desk.value?.recent[0]?.decision).toBe('rujuk');
  });

  it('can be reached before the questions are finished', async () => {
    await counter.scan(MELATI);
    counter.decide('ajakBicara');
    await counter.giveReason({ indicator: null, text: 'perlu tenang' });
    expect(counter.desk.value?.recent[0]?.decision).toBe('ajakBicara');
  });

  it('is led to what is still to be asked, before it is followed', async () => {
    await counter.scan(MELATI);
    await counter.press('1');
    counter.goTo('K1');
    counter.follow();
    await counter.press('x');
    expect([calls.includes('decide'), counter.active?.id, counter.called]).toEqual([false, 'K2', 1]);
    counter.decide('lanjutEdukasi');
    expect(counter.choosing?.decision, 'passing over the questions needs a reason').toBe('lanjutEdukasi');
  });

  it('puts the form aside while a paper is missing, and it comes back as it was', async () => {
    await answered();
    await counter.tick('passport');
    expect(counter.toComplete).toEqual({ questions: 0, papers: 1 });
    counter.follow();
    await counter.press('x');
    expect([counter.open, counter.desk.value?.drafts.length, calls.includes('decide')]).toEqual([null, 1, false]);
    await counter.scan(MELATI);
    expect(answers()).toBe('11111321');
    counter.decide('lanjutEdukasi');
    await counter.press('x');
    expect(counter.desk.value?.recent[0]?.decision, 'people decide: the advice needs no reason').toBe('lanjutEdukasi');
  });

  it('stands when its person is scanned again, and nobody else is answered for', async () => {
    await answered();
    counter.follow();
    await counter.scan(OTHER);
    await counter.scan(MELATI);
    await counter.desk.reload();
    expect([counter.open?.person.document, counter.open?.decision?.decision]).toEqual(['X0000471', 'lanjut']);
    calls = [];
    await counter.press('1');
    expect(calls.filter((c) => c === 'answer')).toEqual([]);
    counter.close();
    expect(counter.open?.person.document, 'the form that was open waits').toBe('X0000512');
  });

  it('that stood is corrected with a reason, and the form is open again', async () => {
    await answered();
    counter.follow();
    await counter.scan(MELATI);
    expect(await counter.correct(counter.open?.screening ?? '', ' ')).toBe(false);
    expect(counter.fieldError?.code).toBe('fieldEmpty');
    expect(await counter.correct(counter.open?.screening ?? '', 'salah tekan')).toBe(true);
    expect([counter.open?.person.document, counter.open?.decision, answers()]).toEqual(['X0000471', null, '11111321']);
  });

  it('too late to undo says so, and changes nothing', async () => {
    counter = at({ scene: 'empty' });
    await counter.desk.reload();
    await counter.undo();
    expect(problem.shown?.code).toBe('undoTooLate');
  });
});

describe('without a scanner', () => {
  it('a number on the manifest opens the form', async () => {
    counter.startManual();
    await counter.submitManual({ document: 'X0000471', name: null, birthDate: null });
    expect([counter.manual, counter.open?.person.name]).toEqual([null, 'Melati Contoh']);
  });

  it('a number on no manifest asks for name and birth date, and keeps the number', async () => {
    counter.startManual();
    await counter.submitManual({ document: 'X0009999', name: null, birthDate: null });
    expect(counter.manual).toEqual({ step: 'person', document: 'X0009999', error: null });
  });

  it('a number in another shape is a problem of the field', async () => {
    counter.startManual();
    await counter.submitManual({ document: '123', name: null, birthDate: null });
    expect(counter.manual?.error?.code).toBe('documentInvalid');
  });
});
