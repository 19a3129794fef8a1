/**
 * Reading a manifest file and importing it: choose, check, confirm the sailing. What was typed stays until the import
 * has worked or the officer leaves it; a scan in between loses nothing.
 */
import type { Api } from '../../api/client';
import { asApiError } from '../../api/errors';
import type { ApiError, ImportReport, ManifestChanges, ManifestPreview, SailingDraft } from '../../api/generated/api';
import { hhmm, parseDate, parseTime, plainDate, t, tn } from '../../i18n';
import type { Places } from '../../state/places.svelte';
import type { Toasts } from '../../state/toast.svelte';

export type SailingField = 'vessel' | 'from' | 'to' | 'date' | 'departsAt' | 'gateClosesAt';
export type Fields = Record<SailingField, string>;

const EMPTY: Fields = { vessel: '', from: '', to: '', date: '', departsAt: '', gateClosesAt: '' };
const PORTS: Record<string, string> = { nunukan: 'Nunukan', tarakan: 'Tarakan' };

export class Import {
  preview = $state.raw<ManifestPreview | null>(null);
  fields = $state<Fields>({ ...EMPTY });
  busy = $state<'reading' | 'importing' | null>(null);
  /** What a newer manifest changed or does not name; it stays until the officer goes on. */
  renewed = $state.raw<ManifestChanges | null>(null);
  /** The file that was chosen last. */
  fileName = $state('');
  /** A problem of the file. */
  error = $state.raw<ApiError | null>(null);
  /** Problems of the fields. */
  fieldErrors = $state.raw<Partial<Record<SailingField, ApiError>>>({});
  #api: Api;
  #places: Places;
  #toasts: Toasts;

  constructor(api: Api, places: Places, toasts: Toasts) {
    this.#api = api;
    this.#places = places;
    this.#toasts = toasts;
  }

  async read(file: File): Promise<void> {
    if (this.busy) return;
    this.busy = 'reading';
    // What another file said must not be imported in the place of one that cannot be read; what was typed stays.
    this.preview = null;
    this.renewed = null;
    this.error = null;
    this.fieldErrors = {};
    this.fileName = file.name;
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      const preview = await this.#api.readManifest(file.name, bytes);
      this.preview = preview;
      this.fields = prefilled(preview.sailing);
    } catch (thrown) {
      this.error = asApiError(thrown);
    } finally {
      this.busy = null;
    }
  }

  /** Crossings that the officer has to choose from, when the vessel sails more than once on the day. */
  get crossings(): readonly { choice: string; time: string | null }[] {
    const unclear = this.fieldErrors.departsAt;
    if (unclear?.code !== 'sailingUnclear') return [];
    const known = unclear.args.flatMap((choice, i) => (i % 2 === 0 ? [{ choice, time: unclear.args[i + 1] ?? '' }] : []));
    return [...known, { choice: 'new', time: null }];
  }

  async confirm(choice: string | null = null): Promise<ImportReport | null> {
    const { preview } = this;
    if (!preview || this.busy) return null;
    const sailing = this.#parse(choice);
    if (!sailing) return null;
    this.busy = 'importing';
    this.error = null;
    try {
      const report = await this.#api.call('manifest_import', { token: preview.token, sailing });
      this.leave();
      const { changes, counts } = report;
      if (changes && changes.changed.length + changes.missing.length > 0) this.renewed = changes;
      else this.#places.goSailing('board');
      const said = changes ? tn('import.added', changes.added) : tn('import.done', counts.clean);
      this.#toasts.show([said, counts.toFix > 0 ? tn('import.doneToFix', counts.toFix) : ''].filter(Boolean).join(' '));
      return report;
    } catch (thrown) {
      this.#refused(asApiError(thrown));
      return null;
    } finally {
      this.busy = null;
    }
  }

  /** There is a row to import, or one to fix. */
  get hasRows(): boolean {
    return this.preview !== null && this.preview.counts.clean + this.preview.counts.toFix > 0;
  }

  /** Forgets the file and what was typed. */
  leave(): void {
    this.renewed = null;
    this.preview = null;
    this.fields = { ...EMPTY };
    this.fieldErrors = {};
    this.error = null;
  }

  #parse(choice: string | null): SailingDraft | null {
    const problems: Partial<Record<SailingField, ApiError>> = {};
    const empty = (field: SailingField): ApiError => ({ code: 'fieldEmpty', field, args: [], reference: null });
    const odd = (field: SailingField): ApiError => ({ code: 'dateInvalid', field, args: [], reference: null });
    const text = (field: SailingField): string | null => this.fields[field].trim() || null;
    const time = (field: 'departsAt' | 'gateClosesAt'): string | null => {
      const typed = text(field);
      const parsed = typed === null ? null : parseTime(typed);
      if (typed !== null && parsed === null) problems[field] = odd(field);
      return parsed;
    };
    const typedDate = text('date');
    const date = typedDate === null ? null : parseDate(typedDate);
    if (typedDate === null) problems.date = empty('date');
    else if (date === null) problems.date = odd('date');
    if (text('vessel') === null) problems.vessel = empty('vessel');
    const draft: SailingDraft = {
      vessel: text('vessel'),
      from: portCode(text('from')),
      to: portCode(text('to')),
      date,
      departsAt: time('departsAt'),
      gateClosesAt: time('gateClosesAt'),
      choice,
    };
    this.fieldErrors = problems;
    return Object.keys(problems).length === 0 ? draft : null;
  }

  #refused(error: ApiError): void {
    const field = error.field && error.field in EMPTY ? (error.field as SailingField) : null;
    if (field) this.fieldErrors = { [field]: error };
    else this.error = error;
  }
}

function prefilled(draft: SailingDraft): Fields {
  return {
    vessel: draft.vessel ?? '',
    from: portName(draft.from ?? ''),
    to: portName(draft.to ?? ''),
    date: draft.date ? plainDate(draft.date) : '',
    departsAt: hhmm(draft.departsAt ?? ''),
    gateClosesAt: hhmm(draft.gateClosesAt ?? ''),
  };
}

/** `nunukan` as Nunukan; other ports stand as written. */
export function portName(port: string): string {
  return PORTS[port.toLowerCase()] ?? port;
}

function portCode(typed: string | null): string | null {
  if (typed === null) return null;
  const lower = typed.toLowerCase();
  return lower in PORTS ? lower : typed;
}

/** "118 baris, 116 bersih, 2 perlu dibetulkan, 0 ganda" */
export function countsSentence(counts: ManifestPreview['counts']): string {
  return t('import.counts', {
    rows: counts.rows,
    clean: counts.clean,
    toFix: counts.toFix,
    duplicate: counts.duplicate,
  });
}
