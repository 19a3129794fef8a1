import { flushSync } from 'svelte';
import { describe, expect, it, vi } from 'vitest';
import { hook, press, show } from '../../../test/mount';
import type { Reason, Sign } from '../../api/generated/api';
import type { ReasonDraft } from './counter.svelte';
import ReasonPicker from './ReasonPicker.svelte';

const text = (s: string): { id: string; en: string } => ({ id: s, en: s });
const sign = (id: string, label: string): Sign => ({ id, lane: 'trafficking', strength: 'medium', label: text(label), sentence: text(label), sources: ['K3'], counted: true, action: text('') });

function picker(signs: Sign[], draft: ReasonDraft = { indicator: undefined, text: '' }): { root: HTMLElement; submit: ReturnType<typeof vi.fn>; cancel: ReturnType<typeof vi.fn> } {
  const submit = vi.fn<(reason: Reason) => void>();
  const cancel = vi.fn();
  const root = show(ReasonPicker, { draft, decision: 'lanjut', signs, busy: false, error: null, submit, cancel });
  return { root, submit, cancel };
}

function write(root: HTMLElement, words: string): void {
  const area = hook(root, 'reason-text') as HTMLTextAreaElement;
  area.value = words;
  area.dispatchEvent(new Event('input', { bubbles: true }));
  flushSync();
}

const send = (root: HTMLElement): void => {
  hook(root, 'reason-submit').click();
  flushSync();
};

describe('the reason for a decision that differs from the advice', () => {
  it('offers the signs themselves, and something else', () => {
    const { root } = picker([sign('TIP-12', 'Dokumen dipegang orang lain'), sign('CUR-01', 'Titipan')]);
    const labels = [...root.querySelectorAll('label')].map((l) => l.textContent?.trim());
    expect(labels).toEqual(['Dokumen dipegang orang lain', 'Titipan', 'Bukan soal tanda, alasan lain']);
  });

  it('takes a sign with the words about it', () => {
    const { root, submit } = picker([sign('TIP-12', 'Dokumen')]);
    hook(root, 'reason-sign').click();
    write(root, 'sudah dikembalikan');
    send(root);
    expect(submit).toHaveBeenCalledWith({ indicator: 'TIP-12', text: 'sudah dikembalikan' });
  });

  it('takes a sign alone', () => {
    const { root, submit } = picker([sign('TIP-12', 'Dokumen')]);
    hook(root, 'reason-sign').click();
    send(root);
    expect(submit).toHaveBeenCalledWith({ indicator: 'TIP-12', text: '' });
  });

  it('takes words about something else, when that was picked', () => {
    const { root, submit } = picker([sign('TIP-12', 'Dokumen')]);
    hook(root, 'reason-other').click();
    write(root, '  paspor sudah kembali  ');
    send(root);
    expect(submit).toHaveBeenCalledWith({ indicator: null, text: 'paspor sudah kembali' });
  });

  it('asks which sign the words are about', () => {
    const { root, submit } = picker([sign('TIP-12', 'Dokumen')]);
    write(root, 'paspor sudah kembali');
    send(root);
    expect(submit).not.toHaveBeenCalled();
    expect(hook(root, 'reason-error').textContent).toContain('Pilih satu tanda');
  });

  it('asks before it sends nothing', () => {
    const { root, submit } = picker([sign('TIP-12', 'Dokumen')]);
    send(root);
    expect(submit).not.toHaveBeenCalled();
    expect(hook(root, 'reason-error').textContent).toContain('Pilih satu tanda');
  });

  it('asks for words when it is about no sign', () => {
    const { root, submit } = picker([sign('TIP-12', 'Dokumen')]);
    hook(root, 'reason-other').click();
    send(root);
    expect(submit).not.toHaveBeenCalled();
    expect(hook(root, 'reason-error').textContent).toContain('Tulis alasan');
  });

  it('goes straight to the words when there is no sign', () => {
    const { root } = picker([]);
    expect(document.activeElement).toBe(hook(root, 'reason-text'));
  });

  it('sends with Enter in the words, and Shift Enter makes a line', () => {
    const { root, submit } = picker([]);
    write(root, 'alasan');
    press('Enter', { shiftKey: true }, hook(root, 'reason-text'));
    expect(submit).not.toHaveBeenCalled();
    press('Enter', {}, hook(root, 'reason-text'));
    expect(submit).toHaveBeenCalledOnce();
  });

  it('goes away with Esc and keeps what was written', () => {
    const draft: ReasonDraft = { indicator: 'TIP-12', text: 'separuh' };
    const { root, cancel } = picker([sign('TIP-12', 'Dokumen')], draft);
    press('Escape', {}, hook(root, 'reason-text'));
    expect(cancel).toHaveBeenCalledOnce();
    expect(draft.text).toBe('separuh');
  });
});
