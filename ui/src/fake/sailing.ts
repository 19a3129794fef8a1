/** Sailings, the board and the manifest, as the fake answers them. */
import { refuse } from '../lib/api/errors';
import type { BoardRow, Counts, ManifestChanges, ManifestPreview, NamedPerson, SailingView } from '../lib/api/generated/api';
import { badLines, cells, COLUMNS, passengers, sailing, VESSEL, type Passenger } from './people';
import { text } from './questions';
import { reasons } from './rules';
import type { Handlers, State } from './state';

type Answered = Pick<Handlers, 'sailing_list' | 'sailing_select' | 'board' | 'board_person' | 'manifest_import' | 'line_fix' | 'line_set_aside'>;

export function sailingHandlers(state: State): Answered {
  return {
    sailing_list: () => state.guarded(() => state.sailings.map((s) => withCounts(state, s))),
    sailing_select: ({ sailing: id }) => {
      state.sailings = state.sailings.map((s) => ({ ...s, active: s.id === id }));
      return state.sailings.map((s) => withCounts(state, s));
    },
    board: ({ sailing: id, offset, limit }) => {
      const found = state.sailings.find((s) => s.id === id) ?? refuse('notFound');
      return {
        sailing: withCounts(state, found),
        fileName: 'manifes-231126.xlsx',
        rows: onBoard(state, found).slice(offset, offset + limit).map((p) => row(state, p)),
        offset,
        lines: found.id === 'sail-1' ? state.lines.filter((l) => l.state !== 'clean') : [],
      };
    },
    board_person: ({ departure }) => {
      const person = state.people.find((p) => p.departure === departure) ?? refuse('notFound');
      const form = state.forms.find((f) => f.passenger === person);
      return { row: row(state, person), reasons: form ? reasons(form.answers, form.ticks) : reasons(person.answers, null) };
    },
    manifest_import: ({ sailing: draft }) => {
      if (!draft.vessel) refuse('fieldEmpty', 'vessel');
      if (!draft.date) refuse('fieldEmpty', 'date');
      const known = state.sailings.some((s) => s.vessel === draft.vessel && s.date === draft.date);
      state.people = passengers(116);
      state.lines = badLines();
      const made = sailing('sail-1', draft.vessel ?? '', draft.date ?? '', draft.departsAt ?? '', draft.gateClosesAt ?? '');
      state.sailings = [made];
      return { sailing: withCounts(state, made), counts: { rows: 118, clean: 116, toFix: 2, duplicate: 0 }, changes: known ? changes(state) : null };
    },
    line_fix: ({ line, column, text: typed }) => {
      const found = state.lines.find((l) => l.id === line) ?? refuse('notFound');
      const cell = found.cells.find((c) => c.column === column);
      if (cell) Object.assign(cell, { text: typed, corrected: true });
      const good = column === 3 ? /^[A-Za-z]{1,2}\d{6,8}$/.test(typed.trim()) : /^\d{2}-\d{2}-\d{4}$/.test(typed.trim());
      if (!good) return found;
      found.defects = found.defects.filter((d) => d.column !== column);
      if (found.defects.some((d) => d.blocks)) return found;
      found.state = 'clean';
      const [person] = passengers(1);
      if (person) state.people.push({ ...person, departure: `dep-line-${found.line}`, name: found.cells[1]?.text ?? '', rowNo: found.cells[0]?.text ?? '', document: found.cells[3]?.text ?? '', answers: {} });
      return found;
    },
    line_set_aside: ({ line, reason }) => {
      const found = state.lines.find((l) => l.id === line) ?? refuse('notFound');
      return Object.assign(found, { state: reason === null ? 'toFix' : 'setAside', reason });
    },
  };
}

/** Reads a manifest: whatever the file holds, the same fictional one. */
export function read(state: State, fileName: string, bytes: Uint8Array): ManifestPreview {
  if (bytes.length === 0) refuse('manifestEmpty', 'file');
  if (bytes[0] === 0x89 && bytes[1] === 0x50) refuse('manifestUnreadable', 'file', ['png']);
  return {
    token: 'reading-1',
    fileName,
    encoding: fileName.endsWith('.xlsx') ? 'xlsx' : 'windows-1252',
    columns: COLUMNS,
    sample: passengers(10).map((p, i) => ({
      id: null,
      sheet: null,
      duplicateSheet: null,
      line: i + 5,
      state: 'clean',
      duplicateOf: null,
      cells: cells([p.rowNo, p.name.toUpperCase(), p.sex === 'f' ? 'P' : 'L', p.document, p.birth, p.expires, p.seat, '']),
      defects: [],
      reason: null,
    })),
    problems: badLines().map((l) => ({ ...l, id: null })),
    counts: { rows: 118, clean: 116, toFix: 2, duplicate: 0 },
    notes: [text('Judul kolom ada di baris 4; tiga baris di atasnya keterangan kapal.', 'The column headers are in row 4; the three rows above describe the ship.')],
    sailing: { vessel: VESSEL, from: 'nunukan', to: 'Tawau', date: state.sailings[0]?.date ?? '2026-11-23', departsAt: '09:30', gateClosesAt: null, choice: null },
  };
}

/** A sailing with its figures of this moment. */
export function withCounts(state: State, s: SailingView): SailingView {
  const rows = onBoard(state, s).map((p) => row(state, p));
  const at = (level: BoardRow['level']): number => rows.filter((r) => r.level === level).length;
  const counts: Counts = {
    siap: at('siap'),
    lengkapi: at('lengkapi'),
    dalami: at('dalami'),
    lindungi: at('lindungi'),
    absent: rows.filter((r) => r.status === 'absent').length,
    decided: rows.filter((r) => r.status === 'decided').length,
    total: rows.length,
    toFix: s.id === 'sail-1' ? state.lines.filter((l) => l.state === 'toFix').length : 0,
  };
  return { ...s, counts };
}

function onBoard(state: State, s: SailingView): Passenger[] {
  return s.id === 'sail-1' ? state.people : state.people.slice(20, 60);
}

export function row(state: State, person: Passenger): BoardRow {
  const form = state.forms.find((f) => f.passenger === person);
  const known = form ? reasons(form.answers, form.ticks) : reasons(person.answers, null);
  return {
    departure: person.departure,
    rowNo: person.rowNo,
    name: person.name,
    sex: person.sex,
    age: state.age(person.birth),
    seat: person.seat,
    document: person.document,
    level: known.level,
    signs: known.signs.slice(0, 2),
    signCount: known.signs.length,
    status: form?.decision ? 'decided' : form === undefined ? 'absent' : form === state.open ? 'inProgress' : 'parked',
    decision: form?.decision?.decision ?? null,
    documents: form ? form.ticks.filter((tick) => tick.state === 'seen').length : null,
  };
}

/** How a newer list of the same sailing differs: a few people say something else, one is missing. */
function changes(state: State): ManifestChanges {
  const named = ({ departure, name, document }: Passenger): NamedPerson => ({ departure, name, document });
  return { added: 3, changed: state.people.slice(2, 7).map(named), missing: state.people.slice(0, 1).map(named) };
}
