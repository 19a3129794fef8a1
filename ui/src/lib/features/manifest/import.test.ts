/** Confirming the sailing of a manifest over the in-memory fake. */
import { expect, it } from 'vitest';
import { Api, type Backend } from '../../api/client';
import { refuse } from '../../api/errors';
import type { ManifestImport } from '../../api/generated/api';
import { memory } from '../../../fake';
import { Topics } from '../../api/topics';
import { Places } from '../../state/places.svelte';
import { Toasts } from '../../state/toast.svelte';
import { Import } from './import.svelte';

it('asks which crossing is meant when the vessel has others that day, and sends the answer', async () => {
  const inner = memory({ scene: 'open' });
  const asked: (string | null)[] = [];
  const backend: Backend = {
    ...inner,
    call: (name, request) => {
      if (name === 'manifest_import') {
        const { choice } = (request as ManifestImport).sailing;
        asked.push(choice);
        if (choice === null) refuse('sailingUnclear', 'departsAt', ['sail-1', '09:30', 'sail-2', '']);
      }
      return inner.call(name, request);
    },
  };
  const manifest = new Import(new Api(backend, new Topics()), new Places(), new Toasts());
  await manifest.read(new File(['No,Nama'], 'uji.csv'));
  expect(manifest.crossings).toEqual([]);
  expect(await manifest.confirm()).toBeNull();
  expect(manifest.crossings).toEqual([
    { choice: 'sail-1', time: '09:30' },
    { choice: 'sail-2', time: '' },
    { choice: 'new', time: null },
  ]);
  expect(await manifest.confirm('new')).not.toBeNull();
  expect(asked).toEqual([null, 'new']);
  expect(manifest.crossings).toEqual([]);
});

it('shows whom a newer manifest changed and does not name before the board', async () => {
  const inner = memory({ scene: 'open' });
  const person = (departure: string, name: string) => ({ departure, name, document: null });
  const backend: Backend = {
    ...inner,
    call: async (name, request) => {
      const reply = await inner.call(name, request);
      if (name !== 'manifest_import') return reply;
      const changes = { added: 2, changed: [person('a', 'MELATI CONTOH')], missing: [person('b', 'BUDI TELADAN')] };
      return Object.assign({}, reply, { changes });
    },
  };
  const places = new Places();
  const toasts = new Toasts();
  const manifest = new Import(new Api(backend, new Topics()), places, toasts);
  await manifest.read(new File(['No,Nama'], 'uji.csv'));
  places.goSailing('import');
  expect(await manifest.confirm()).not.toBeNull();
  expect(manifest.renewed?.missing.map((each) => each.name)).toEqual(['BUDI TELADAN']);
  expect(places.sailing).toBe('import');
  manifest.leave();
  expect(manifest.renewed).toBeNull();
});
