/** Fictional people, a sailing and a manifest for the fake. Every name and number is made up. */
import type { CellView, LineView, SailingView } from '../lib/api/generated/api';
import { text, type Answers } from './questions';

export type Passenger = {
  departure: string;
  rowNo: string;
  name: string;
  sex: 'f' | 'm' | null;
  birth: string;
  seat: string;
  document: string;
  expires: string;
  agency: string | null;
  /** Answers given at the counter before the scene begins. */
  answers: Answers;
};

const FIRST = 'Agus Bunga Cahya Endang Fajar Gita Hasan Intan Joko Kartini Laras Made Nengah Oktavia Putu Rahma Slamet Tuti Udin Vina Wayan Yanti Zainal Ayu Bayu Citra Dimas Eka Fitri Galih'.split(' ');
const LAST = 'Contohan Sampelia Tiruan Maketia Misalkan Seandainya Umpama Khayali Rekaan Andaikan Bayangan Ibarat'.split(' ');

const KNOWN: readonly Partial<Passenger>[] = [
  { name: 'Lestari Umpama', sex: 'f', birth: '2007-03-11', seat: 'B03', document: 'X0000512', answers: given({ K1: '1', K3: '3', K5: '3' }) },
  { name: 'Wulan Perumpamaan', sex: 'f', birth: '2005-06-02', seat: 'B04', document: 'X0000513', answers: given({ K3: '3' }) },
  { name: 'Ratna Khayali', sex: 'f', birth: '2006-01-20', seat: 'B05', document: 'X0000514', answers: given({ K6: '5', K4: '3' }) },
  { name: 'Darma Ibarat', sex: 'm', birth: '1998-09-09', seat: 'C01', document: 'X0000533', answers: given({ K2: '2' }) },
  { name: 'Petrus Andaikan', sex: 'm', birth: '1992-04-30', seat: 'D11', document: 'X0000571', answers: given({ K4: '3' }) },
  { name: 'Yohanes Misal', sex: 'm', birth: '1995-12-01', seat: 'A08', document: 'X0000508', answers: given({ K5: '3' }) },
  { name: 'Siti Teladani', sex: 'f', birth: '1999-05-17', seat: 'C19', document: 'X0000554', answers: given({ K6: '5' }) },
  { name: 'Melati Contoh', sex: 'f', birth: '2001-09-14', seat: 'C12', document: 'X0000471', expires: '2031-03-05', agency: 'PT Contoh Kirana' },
  { name: 'Suparminah', sex: 'f', birth: '1984-07-12', seat: 'D04', document: 'X0000618', expires: '2029-01-18' },
];

function given(keys: Record<string, string>): Answers {
  return Object.fromEntries(Object.entries(keys).map(([id, key]) => [id, { status: 'answered' as const, key }]));
}

function pad(n: number, width: number): string {
  return String(n).padStart(width, '0');
}

/** `n` passengers; the first few have a story. */
export function passengers(n: number): Passenger[] {
  return Array.from({ length: n }, (_, i) => ({
    departure: `dep-${i + 1}`,
    rowNo: pad(i + 1, 2),
    name: `${FIRST[i % FIRST.length] ?? ''} ${LAST[(i * 5 + Math.floor(i / FIRST.length)) % LAST.length] ?? ''}`,
    sex: i % 2 === 0 ? ('m' as const) : ('f' as const),
    birth: `${1976 + ((i * 7) % 28)}-${pad(1 + (i % 12), 2)}-${pad(1 + ((i * 3) % 27), 2)}`,
    seat: `${'ABCDE'.charAt(Math.floor(i / 24) % 5)}${pad(1 + (i % 24), 2)}`,
    document: `X${pad(600_000 + i, 7)}`,
    expires: '2030-06-30',
    agency: i % 3 === 0 ? 'PT Contoh Berizin' : null,
    answers: {},
    ...KNOWN[i],
  }));
}

/** Names as unfriendly as a file can hold: they must be shown as text, and move nothing. */
export const HOSTILE_NAMES: readonly string[] = [
  '<img src=x onerror=alert(1)>',
  "Nur'aini D'Contoh",
  '\u202Eterbalik Contoh\u202C',
  `Sangat${'panjang'.repeat(40)}`,
  '{{t("x")}} ${1+1} **tebal** [[Ctrl Z]]',
];

export const VESSEL = 'MV Contoh Bahari 1';

export function sailing(id: string, vessel: string, date: string, departsAt: string, gateClosesAt: string): SailingView {
  return {
    id,
    vessel,
    from: 'nunukan',
    to: 'Tawau',
    date,
    departsAt,
    gateClosesAt,
    minutesLeft: 33,
    active: true,
    counts: { siap: 0, lengkapi: 0, dalami: 0, lindungi: 0, absent: 0, decided: 0, total: 0, toFix: 0 },
  };
}

const HEADERS = ['No', 'Nama Lengkap', 'L/P', 'No. Paspor', 'Tgl Lahir', 'Berlaku Sampai', 'Kursi', 'Ket'];

export function cells(values: readonly string[]): CellView[] {
  return HEADERS.map((header, column) => ({ column, header, text: values[column] ?? '', corrected: false }));
}

export const COLUMNS = HEADERS.map((header, i) => ({
  header,
  field: ['row_no', 'name', 'sex', 'document', 'birth_date', 'expiry', 'seat', null][i] ?? null,
}));

/** Two rows that wait for a fix. */
export function badLines(): LineView[] {
  return [
    {
      id: 'line-34',
      sheet: null,
      line: 34,
      state: 'toFix',
      duplicateOf: null,
      duplicateSheet: null,
      cells: cells(['30', 'KAMARUDIN', 'L', '5,13E+08', '21-03-1990', '2030-01-15', 'B09', '']),
      defects: [
        {
          code: 'doc_scientific',
          blocks: true,
          column: 3,
          problem: text('Nomor dokumen berubah menjadi notasi ilmiah', 'Document number became scientific notation'),
          fix: text('Ketik ulang nomor dari paspor.', 'Type the number again from the passport.'),
        },
      ],
      reason: null,
    },
    {
      id: 'line-61',
      sheet: null,
      line: 61,
      state: 'toFix',
      duplicateOf: null,
      duplicateSheet: null,
      cells: cells(['57', 'NURUL ANDAI', 'P', 'X0000701', '1994/02/30', '2029-08-01', 'C15', '']),
      defects: [
        {
          code: 'date_invalid',
          blocks: true,
          column: 4,
          problem: text('Tanggal tidak mungkin', 'Date is impossible'),
          fix: text('Cocokkan dengan paspor, contoh 28-02-1994.', 'Compare with the passport, such as 28-02-1994.'),
        },
        {
          code: 'mononym',
          blocks: false,
          column: 1,
          problem: text('Nama satu kata (sah)', 'Name of one word (valid)'),
          fix: text('Tidak perlu diubah.', 'Nothing to change.'),
        },
      ],
      reason: null,
    },
  ];
}
