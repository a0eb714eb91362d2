import type { MakePledge } from '../../worker/contract/pledge.ts'
import type { Naming, Sector } from '../../worker/contract/pledge-codes.ts'
import type { Calendar } from './calendar.ts'
import type { SeededNeed } from './needs.ts'

type LineToSeed = Pick<MakePledge['lines'][number], 'kind' | 'unit' | 'quantity'> & {
  dueIn: number
  need?: SeededNeed
  note?: string
}

export interface PledgeToSeed {
  /** What the company is called after «شركة نموذجية» and before "Sample Company". */
  company: { ar: string; en: string }
  sector: Sector
  naming: Naming
  showAmounts: boolean
  pledgedIn: number
  lines: readonly LineToSeed[]
}

/** Fictional companies, plainly marked, with a pledge in every state. Days count from the day of seeding. */
export const seededPledges = {
  fulfilled: {
    company: { ar: 'للطاقة', en: 'Energy' },
    sector: 'energy',
    naming: 'name',
    showAmounts: true,
    pledgedIn: -150,
    lines: [
      { kind: 'training_places', unit: 'place', quantity: 60, dueIn: -115, need: 'training' },
      { kind: 'goods', unit: 'piece', quantity: 200, dueIn: -90, note: 'حقائب أدوات للمتدربات' },
    ],
  },
  partly: {
    company: { ar: 'للتجزئة', en: 'Retail' },
    sector: 'retail',
    naming: 'name',
    showAmounts: true,
    pledgedIn: -90,
    lines: [
      { kind: 'permanent_outlet', unit: 'stall', quantity: 6, dueIn: -30, need: 'outlet' },
      { kind: 'equipment', unit: 'piece', quantity: 25, dueIn: 35, need: 'tables' },
    ],
  },
  accepted: {
    company: { ar: 'للتمويل', en: 'Finance' },
    sector: 'banking',
    naming: 'sector',
    showAmounts: false,
    pledgedIn: -30,
    lines: [
      { kind: 'goods', unit: 'kilogram', quantity: 300, dueIn: 45, need: 'packaging' },
      { kind: 'cash_handover', unit: 'baisa', quantity: 5_000_000, dueIn: 45 },
    ],
  },
  overdue: {
    company: { ar: 'للاتصالات', en: 'Telecom' },
    sector: 'telecom',
    naming: 'name',
    showAmounts: false,
    pledgedIn: -60,
    lines: [{ kind: 'services', unit: 'hour', quantity: 20, dueIn: -10, need: 'photographs' }],
  },
  hidden: {
    company: { ar: 'للضيافة', en: 'Hospitality' },
    sector: 'hospitality',
    naming: 'hidden',
    showAmounts: false,
    pledgedIn: -75,
    lines: [{ kind: 'buying_commitment', unit: 'order', quantity: 12, dueIn: -20 }],
  },
  verified: {
    company: { ar: 'للخدمات اللوجستية', en: 'Logistics' },
    sector: 'logistics',
    naming: 'name',
    showAmounts: true,
    pledgedIn: -4,
    lines: [{ kind: 'transport', unit: 'trip', quantity: 12, dueIn: 30, need: 'transport' }],
  },
  pledged: {
    company: { ar: 'للتقنية', en: 'Technology' },
    sector: 'technology',
    naming: 'name',
    showAmounts: true,
    pledgedIn: -1,
    lines: [{ kind: 'stall_space', unit: 'stall', quantity: 30, dueIn: 40, need: 'stalls' }],
  },
  declined: {
    company: { ar: 'للمقاولات', en: 'Construction' },
    sector: 'construction',
    naming: 'name',
    showAmounts: true,
    pledgedIn: -50,
    lines: [{ kind: 'exhibition_sponsorship', unit: 'day', quantity: 5, dueIn: 10 }],
  },
  withdrawn: {
    company: { ar: 'للتعليم', en: 'Education' },
    sector: 'education',
    naming: 'name',
    showAmounts: true,
    pledgedIn: -40,
    lines: [{ kind: 'stall_space', unit: 'stall', quantity: 8, dueIn: 30, need: 'stalls' }],
  },
  closed: {
    company: { ar: 'للتصنيع', en: 'Manufacturing' },
    sector: 'manufacturing',
    naming: 'name',
    showAmounts: true,
    pledgedIn: -120,
    lines: [{ kind: 'equipment', unit: 'piece', quantity: 10, dueIn: -60, need: 'tables' }],
  },
  changing: {
    company: { ar: 'للطيران', en: 'Aviation' },
    sector: 'aviation',
    naming: 'name',
    showAmounts: true,
    pledgedIn: -25,
    lines: [{ kind: 'jobs', unit: 'job', quantity: 10, dueIn: 60, need: 'jobs' }],
  },
  letter: {
    company: { ar: 'للرعاية الصحية', en: 'Health Care' },
    sector: 'health',
    naming: 'name',
    showAmounts: false,
    pledgedIn: -2,
    lines: [{ kind: 'services', unit: 'day', quantity: 3, dueIn: 25 }],
  },
} as const satisfies Record<string, PledgeToSeed>

export type SeededPledge = keyof typeof seededPledges

/** The body that the company sends. */
export function pledgeBodyOf(
  pledge: PledgeToSeed,
  place: number,
  { calendar, phone, needIds }: { calendar: Calendar; phone: string; needIds: ReadonlyMap<string, string> },
): MakePledge {
  const { company, sector, naming, showAmounts, lines } = pledge
  return {
    company: {
      name: { ar: `شركة نموذجية ${company.ar} (بيانات تجريبية)`, en: `Sample ${company.en} Company (demonstration)` },
      registration: `DEMO${1001 + place}`,
      sector,
      contactName: `منسّق المسؤولية الاجتماعية ${place + 1}`,
      // Some give an address, some a number, most both.
      email: place % 4 === 3 ? null : `csr${place + 1}@company.example`,
      phone: place % 4 === 2 ? null : phone,
    },
    lines: lines.map(({ kind, unit, quantity, dueIn, need, note }) => ({
      kind,
      unit,
      quantity,
      dueOn: calendar.day(dueIn),
      need: need === undefined ? null : (needIds.get(need) ?? null),
      note: note ?? null,
    })),
    naming,
    showAmounts,
    language: place % 5 === 4 ? 'en' : 'ar',
    consent: { version: '2026-11', accepted: true },
  }
}
