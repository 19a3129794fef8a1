/** What is not known is worded as missing, never as a statement about the person. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Gap, ReasonsView } from '../../api/generated/api';
import { isKey, language } from '../../i18n';
import { hook, show } from '../../../test/mount';
import { reasons } from '../../../fake/rules';
import Reasons from './Reasons.svelte';

const PACK = join(process.cwd(), '../crates/rules/packs/inti/indicators');

afterEach(() => {
  language.current = 'id';
});

const visa: Gap = { id: 'DOC-02', label: { id: 'Akan bekerja tanpa visa kerja', en: 'Will work without a work visa' } };

function shown(gaps: Gap[]): HTMLElement {
  const view: ReasonsView = { ...reasons({}, null), gaps };
  return show(Reasons, { reasons: view });
}

describe('what is not known', () => {
  it('is named as a thing that is missing', () => {
    const box = hook(shown([visa]), 'gaps');
    expect(box.textContent).toContain('Belum diketahui: visa kerja.');
    expect(box.textContent, 'nobody has said this').not.toContain('tanpa visa');
    expect(box.textContent).toContain('Data kurang, bukan tanda');
  });

  it('is so in English too', () => {
    language.current = 'en';
    expect(hook(shown([visa]), 'gaps').textContent).toContain('Not known yet: the work visa.');
  });

  it('stands apart from the signs', () => {
    const root = shown([visa]);
    expect(hook(root, 'gaps').closest('ul'), 'no entry of the list of signs').toBeNull();
    expect(root.querySelectorAll('[data-test="sign"]')).toHaveLength(0);
  });

  it('is quoted when the pack is newer than this page', () => {
    const box = hook(shown([{ id: 'DOC-99', label: { id: 'Berangkat tanpa surat baru', en: 'Leaves without the new letter' } }]), 'gaps');
    expect(box.textContent).toContain('Belum diketahui: data untuk “Berangkat tanpa surat baru”.');
  });

  it('counts what it does not list', () => {
    const gaps = ['DOC-01', 'DOC-02', 'DOC-03', 'DOC-05', 'DOC-06', 'DOC-07'].map((id) => ({ ...visa, id }));
    expect(hook(shown(gaps), 'gaps').textContent).toContain('dan 2 lainnya.');
  });

  it('has a name for everything that the rule pack requires', () => {
    const required = readdirSync(PACK)
      .filter((file) => readFileSync(join(PACK, file), 'utf8').includes('required_when'))
      .map((file) => file.replace('.toml', ''));
    expect(required).toContain('DOC-02');
    // Core questions that were not asked are a gap of their own.
    expect([...required, 'DOC-19'].filter((id) => !isKey(`gap.${id}`))).toEqual([]);
  });
});
