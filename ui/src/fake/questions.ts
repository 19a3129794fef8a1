/** K1 to K8 as the fake asks them. */
import type { QuestionView, Text } from '../lib/api/generated/api';

export function text(id: string, en: string): Text {
  return { id, en };
}

type Q = { id: string; wording: Text; options: Text[]; work: boolean };

const QUESTIONS: readonly Q[] = [
  {
    id: 'K1',
    wording: text('Nanti di Tawau rencananya apa, Kak?', 'What are your plans in Tawau?'),
    options: [
      text('Bekerja', 'Work'),
      text('Bertemu keluarga', 'Meet family'),
      text('Berobat atau belanja', 'Medical or shopping'),
      text('Sekolah', 'School'),
      text('Lainnya', 'Other'),
    ],
    work: false,
  },
  {
    id: 'K2',
    wording: text('Kerjanya di mana dan sebagai apa, Kak?', 'Where will you work, and as what?'),
    options: [
      text('Sama dengan kontrak', 'Same as the contract'),
      text('Berbeda dengan kontrak', 'Different from the contract'),
      text('Belum tahu nama majikan', "Employer's name not known yet"),
      text('Belum tahu pekerjaannya', 'Job not known yet'),
    ],
    work: true,
  },
  {
    id: 'K3',
    wording: text('Paspor dan ponselnya Kakak pegang sendiri?', 'Do you keep your own passport and phone?'),
    options: [
      text('Ya, keduanya', 'Yes, both'),
      text('Dipegang keluarga yang ikut', 'Held by family travelling along'),
      text('Dipegang orang lain', 'Held by someone else'),
      text('Ponsel saja yang tidak', 'Only the phone is not with me'),
    ],
    work: false,
  },
  {
    id: 'K4',
    wording: text('Ada biaya yang harus diganti atau dipotong gaji?', 'Any cost to pay back or deducted from wages?'),
    options: [
      text('Tidak ada', 'None'),
      text('Ada, tahu jumlahnya', 'Yes, amount known'),
      text('Ada, tidak tahu jumlahnya', 'Yes, amount unknown'),
      text('Utang sebelum berangkat', 'Debt before leaving'),
    ],
    work: true,
  },
  {
    id: 'K5',
    wording: text('Ada yang menitipkan barang, tas, atau paket untuk dibawa?', 'Has anyone asked you to carry a thing, bag or parcel?'),
    options: [text('Tidak ada', 'No'), text('Ada, tahu isinya', 'Yes, content known'), text('Ada, tidak tahu isinya', 'Yes, content unknown')],
    work: false,
  },
  {
    id: 'K6',
    wording: text('Tiket dan biaya perjalanan dibayar siapa, Kak?', 'Who paid for the ticket and travel?'),
    options: [
      text('Sendiri', 'Self'),
      text('Keluarga', 'Family'),
      text('Perusahaan (P3MI)', 'Company (P3MI)'),
      text('Majikan', 'Employer'),
      text('Orang yang baru dikenal', 'Someone only recently known'),
    ],
    work: true,
  },
  {
    id: 'K7',
    wording: text('Sampai di Tawau dijemput siapa?', 'Who will meet you in Tawau?'),
    options: [
      text('Keluarga', 'Family'),
      text('Staf P3MI atau majikan, tahu namanya', 'P3MI or employer staff, name known'),
      text('Orang yang belum dikenal', 'Someone not yet known'),
      text('Belum tahu', 'Not known yet'),
    ],
    work: true,
  },
  {
    id: 'K8',
    wording: text('Kakak merasa aman dan memang ingin berangkat? Atau mau bicara sebentar di dalam?', 'Do you feel safe and want to go? Or talk inside for a moment?'),
    options: [text('Ya', 'Yes'), text('Ingin bicara dulu', 'Wants to talk first'), text('Belum yakin', 'Not sure')],
    work: false,
  },
];

export type Answers = Record<string, { status: 'answered' | 'dontKnow' | 'refused'; key: string | null }>;

/** Questions with their answers; those about work apply only when the person goes to work. */
export function questions(answers: Answers): QuestionView[] {
  const purpose = answers['K1'];
  const works = purpose === undefined || purpose.key === '1';
  return QUESTIONS.map((q) => {
    const given = answers[q.id];
    return {
      id: q.id,
      wording: q.wording,
      options: q.options.map((label, i) => ({ key: String(i + 1), label })),
      applies: !q.work || works,
      answer: given ? { status: given.status, key: given.key, strength: null } : null,
    };
  });
}
