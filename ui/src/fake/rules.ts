/**
 * A handful of signs for the fake, so that screens have something true to shape to show. Not the rules of Suar: those
 * are data, and live in the rule pack.
 */
import type { DocumentItem, DocumentTick, Gap, Lane, Level, NearSign, ReasonsView, Sign, Strength, Text } from '../lib/api/generated/api';
import { LEVELS } from '../lib/ui/levels';
import { questions, text, type Answers } from './questions';

type Rule = { question: string; key: string; id: string; lane: Lane; strength: Strength; label: Text; sentence: Text; action: Text };

const RULES: readonly Rule[] = [
  {
    question: 'K2',
    key: '2',
    id: 'TIP-01',
    lane: 'trafficking',
    strength: 'strong',
    label: text('Pekerjaan berbeda dari kontrak', 'The job differs from the contract'),
    sentence: text('Pekerjaan yang diceritakan tidak sama dengan perjanjian kerja.', 'The job described is not the one in the work agreement.'),
    action: text('Bacakan kontrak bersama-sama sebelum berangkat.', 'Read the contract aloud together before departure.'),
  },
  {
    question: 'K3',
    key: '3',
    id: 'TIP-12',
    lane: 'trafficking',
    strength: 'medium',
    label: text('Dokumen dipegang orang lain', 'Documents held by someone else'),
    sentence: text('Paspor dipegang orang lain.', 'The passport is held by someone else.'),
    action: text('Kembalikan dokumen kepada pemiliknya sebelum pertanyaan lain.', 'Return the documents to their owner before any other question.'),
  },
  {
    question: 'K4',
    key: '3',
    id: 'TIP-11',
    lane: 'trafficking',
    strength: 'medium',
    label: text('Biaya dipotong gaji, jumlahnya tidak diketahui', 'Costs deducted from wages, amount unknown'),
    sentence: text('Ada biaya yang dipotong dari gaji, jumlahnya tidak diketahui.', 'A cost is deducted from the wages; the amount is not known.'),
    action: text('Jelaskan penempatan tanpa biaya; tawarkan bantuan pembatalan.', 'Explain zero-cost placement; offer help to cancel.'),
  },
  {
    question: 'K5',
    key: '3',
    id: 'CUR-01',
    lane: 'courier',
    strength: 'medium',
    label: text('Diminta membawa titipan', 'Asked to carry a parcel'),
    sentence: text('Ada titipan yang isinya tidak diketahui.', 'There is a parcel of unknown content.'),
    action: text('Tawarkan membuka dan mengemas ulang bersama.', 'Offer to open and repack it together.'),
  },
  {
    question: 'K6',
    key: '5',
    id: 'TIP-34',
    lane: 'trafficking',
    strength: 'medium',
    label: text('Tiket dibayar orang yang baru dikenal', 'Ticket paid by a recent acquaintance'),
    sentence: text('Perjalanan dibayar orang yang baru dikenal.', 'The journey is paid by someone only recently known.'),
    action: text('Tanyakan dengan tenang siapa yang mengajak berangkat.', 'Ask calmly who invited them to travel.'),
  },
  {
    question: 'K7',
    key: '3',
    id: 'TIP-36',
    lane: 'trafficking',
    strength: 'weak',
    label: text('Dijemput orang yang belum dikenal', 'Met by someone not yet known'),
    sentence: text('Di tujuan dijemput orang yang belum dikenal.', 'A person not yet known will meet them on arrival.'),
    action: text('Berikan kartu nomor bantuan sebelum berangkat.', 'Hand over the card with help numbers before departure.'),
  },
];

/** Ids and labels as the rule pack has them: the label says what would be so if the paper were missing. */
const GAPS: Record<DocumentItem, Gap> = {
  passport: { id: 'DOC-01', label: text('Dokumen perjalanan tidak ada atau hampir habis', 'Travel document missing or close to expiry') },
  visa: { id: 'DOC-02', label: text('Akan bekerja tanpa visa kerja', 'Will work without a work visa') },
  contract: { id: 'DOC-03', label: text('Perjanjian kerja belum terlihat', 'Work agreement not seen') },
  ePmi: { id: 'DOC-05', label: text('e-PMI/E-KPMI atau pendaftaran belum ada', 'e-PMI/E-KPMI or registration missing') },
  opp: { id: 'DOC-10', label: text('OPP belum diikuti', 'OPP not attended') },
  bpjs: { id: 'DOC-06', label: text('BPJS Ketenagakerjaan belum ada', 'BPJS Ketenagakerjaan missing') },
  medical: { id: 'DOC-07', label: text('Surat sehat belum ada', 'Health letter missing') },
  family: { id: 'DOC-09', label: text('Surat status kawin/izin keluarga belum ada', 'Marital status letter or family consent missing') },
};

const highest = (...levels: Level[]): Level => LEVELS[Math.max(...levels.map((l) => LEVELS.indexOf(l)))] ?? 'siap';

export function signsOf(answers: Answers): Sign[] {
  const order: Record<Strength, number> = { gate: 0, strong: 1, medium: 2, weak: 3, none: 4 };
  return RULES.filter((r) => answers[r.question]?.key === r.key)
    .map((r) => ({ id: r.id, lane: r.lane, strength: r.strength, label: r.label, sentence: r.sentence, sources: [r.question], counted: r.strength !== 'weak', action: r.action }))
    .sort((a, b) => order[a.strength] - order[b.strength]);
}

/** Level and reasons. On the manifest alone (`documents` absent) papers are not missing, only not asked for. */
export function reasons(answers: Answers, documents: readonly DocumentTick[] | null, signs: readonly Sign[] = signsOf(answers)): ReasonsView {
  const gaps: Gap[] = (documents ?? [])
    .filter((d) => d.state !== 'seen')
    .map((d) => GAPS[d.item]);
  const asked = questions(answers).filter((q) => q.applies);
  const open = documents ? asked.filter((q) => !q.answer) : [];
  const papers: Level = gaps.length > 0 || open.length > 0 ? 'lengkapi' : 'siap';
  const ids = new Set(signs.map((s) => s.id));
  const joint = ids.has('CUR-01') && (ids.has('TIP-11') || ids.has('TIP-12'));
  const trafficking = joint ? 'lindungi' : lane(signs, 'trafficking');
  const courier = joint ? 'lindungi' : lane(signs, 'courier');
  const wish = answers['K8']?.key;
  const request = wish === '2' || wish === '3';
  const level = highest(papers, trafficking, courier, request ? 'dalami' : 'siap');
  const rest = highest(trafficking, courier, request ? 'dalami' : 'siap');
  return {
    level,
    documents: papers,
    trafficking,
    courier,
    lowest: open.length > 0 || gaps.length > 0 ? rest : level,
    highest: open.length > 0 ? 'lindungi' : level,
    headline: headline(level, signs, gaps.length + open.length),
    signs: [...signs],
    gaps,
    near: nearOf(answers, asked.filter((q) => !q.answer).map((q) => q.id)),
    joint,
    request,
    advice: level === 'siap' ? 'lanjut' : level === 'lengkapi' ? 'lanjutEdukasi' : 'ajakBicara',
    nextQuestion: open[0]?.id ?? null,
    pack: 'fiktif-1',
  };
}

/** A parcel of unknown content comes near a sign that the payer of the ticket would settle. */
function nearOf(answers: Answers, open: readonly string[]): NearSign[] {
  if (answers['K5']?.key !== '3') return [];
  const ticket: NearSign = {
    id: 'CUR-04',
    lane: 'courier',
    label: text('Tiket dibayar orang yang menitipkan barang', 'Ticket paid by whoever gave the parcel'),
    holds: 1,
    of: 2,
    missing: [text('Pembayar tiket', 'Who paid the ticket')],
    question: open.includes('K6') ? 'K6' : null,
  };
  const refuse: NearSign = {
    id: 'CUR-24',
    lane: 'courier',
    label: text('Tidak bebas menolak titipan', 'Not free to refuse the parcel'),
    holds: 1,
    of: 2,
    missing: [text('Boleh menolak', 'May refuse')],
    question: null,
  };
  return [...(ticket.question ? [ticket] : []), refuse];
}

function lane(signs: readonly Sign[], which: Lane): Level {
  const counted = signs.filter((s) => s.lane === which && s.counted);
  if (counted.some((s) => s.strength === 'strong') || counted.length >= 2) return 'dalami';
  if (counted.some((s) => s.id === 'TIP-12' || s.id === 'TIP-11')) return 'dalami';
  return counted.length === 1 ? 'lengkapi' : 'siap';
}

function headline(level: Level, signs: readonly Sign[], missing: number): Text {
  const n = signs.filter((s) => s.counted).length;
  if (level === 'siap') return text('Dokumen lengkap, belum ada tanda.', 'Papers complete, no sign so far.');
  if (level === 'lengkapi' && n === 0) return text(`Lengkapi dulu: ${missing} hal belum diketahui.`, `Complete first: ${missing} things are not known yet.`);
  if (level === 'lengkapi') return text('Satu tanda; satu pertanyaan lagi cukup.', 'One sign; one more question is enough.');
  if (level === 'lindungi') return text('Lindungi, karena titipan dan penahanan dokumen muncul bersama.', 'Protect, because a parcel and withheld papers come together.');
  return text(`Ajak bicara di ruang tenang, karena ada ${n} tanda.`, `Talk in the quiet room, because there are ${n} signs.`);
}
