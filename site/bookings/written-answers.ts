import { wordsOf } from '../../content/words.ts'
import { anyStall, type BookingStep } from '../../worker/contract/booking-form.ts'
import type { Language } from '../../worker/contract/codes.ts'
import type { Bilingual, StallView } from '../../worker/contract/exhibition.ts'
import { answerTo, type Answers } from '../../worker/contract/form.ts'
import { governorates } from '../../worker/contract/places.ts'
import { normalisePhone } from '../../worker/contract/text.ts'
import { feeOf } from '../exhibitions/stall-words.ts'

/** What a person wrote, from the form (codes as sent) or from a booking. */
export interface Written {
  applicant: { kind: string; name: string; phone: string | null; email: string | null; wilayat: string }
  /** Name and phone are null for whoever may not read them. */
  delegate: { organisation: string; name: string | null; phone: string | null; familyLabel: string } | null
  product: { category: string; tradeName: string; description: string | null; listPublicly: boolean }
  arrangements: readonly string[]
  zones: readonly string[]
}

export interface Row {
  term: string
  value: string | readonly string[] | null
  goto?: BookingStep
  dir?: 'ltr'
}

export function writtenIn(answers: Answers): Written {
  const text = (field: string) => answerTo(answers, field).trim()
  const optional = (field: string) => text(field) || null
  const delegate = {
    organisation: text('delegate.organisation'),
    name: text('delegate.name'),
    phone: text('delegate.phone'),
    familyLabel: text('delegate.familyLabel'),
  }
  return {
    applicant: {
      kind: text('applicant.kind'),
      name: text('applicant.name'),
      phone: optional('applicant.phone'),
      email: optional('applicant.email'),
      wilayat: text('applicant.wilayat'),
    },
    delegate: Object.values(delegate).some(Boolean) ? delegate : null,
    product: {
      category: text('product.category'),
      tradeName: text('product.tradeName'),
      description: optional('product.description'),
      listPublicly: text('product.listPublicly') === 'true',
    },
    arrangements: answers.get('arrangements') ?? [],
    zones: answers.get('zones') ?? [],
  }
}

const named = (names: Record<string, string>, code: string): string | null =>
  Object.hasOwn(names, code) ? (names[code] ?? null) : null

const eachNamed = (names: Record<string, string>, codes: readonly string[]): string[] =>
  codes.flatMap((code) => named(names, code) ?? [])

/** «السيب، محافظة مسقط» */
function placeName(language: Language, id: string): string | null {
  for (const governorate of governorates) {
    const wilayat = governorate.wilayats.find((place) => place.id === id)
    if (wilayat) return [wilayat[language], governorate[language]].join(wordsOf(language).exhibitions.listSeparator)
  }
  return null
}

export function applicantRows(language: Language, { applicant, delegate }: Written): Row[] {
  const { codes, fields } = wordsOf(language)
  const goto = 'applicant'
  const rows: Row[] = [
    { term: fields['applicant.kind'], value: named(codes.kind, applicant.kind), goto },
    { term: fields['applicant.name'], value: applicant.name, goto },
    { term: fields['applicant.wilayat'], value: placeName(language, applicant.wilayat), goto },
    { term: fields['applicant.phone'], value: applicant.phone && normalisePhone(applicant.phone), goto, dir: 'ltr' },
    { term: fields['applicant.email'], value: applicant.email, goto, dir: 'ltr' },
  ]
  if (!delegate) return rows
  return [
    ...rows,
    { term: fields['delegate.organisation'], value: delegate.organisation, goto },
    ...(delegate.name === null ? [] : [{ term: fields['delegate.name'], value: delegate.name, goto } as const]),
    ...(delegate.phone === null
      ? []
      : [{ term: fields['delegate.phone'], value: normalisePhone(delegate.phone), goto, dir: 'ltr' } as const]),
    { term: fields['delegate.familyLabel'], value: delegate.familyLabel, goto },
  ]
}

export function productRows(language: Language, { product }: Written): Row[] {
  const { booking, codes, fields } = wordsOf(language)
  const goto = 'product'
  return [
    { term: fields['product.category'], value: named(codes.category, product.category), goto },
    { term: fields['product.tradeName'], value: product.tradeName, goto },
    { term: fields['product.description'], value: product.description, goto },
    { term: fields['product.listPublicly'], value: product.listPublicly ? booking.yes : booking.no, goto },
  ]
}

export function arrangementRows(language: Language, { arrangements }: Written): Row[] {
  const { booking, codes, fields } = wordsOf(language)
  const chosen = eachNamed(codes.arrangement, arrangements)
  return [{ term: fields.arrangements, value: chosen.length > 0 ? chosen : booking.none, goto: 'arrangements' }]
}

/** The preferred zones of a ballot; none chosen means all of them. */
export function zoneRows(
  language: Language,
  written: Pick<Written, 'zones'>,
  zones: readonly { id: string; title: Bilingual }[],
): Row[] {
  const { booking, fields } = wordsOf(language)
  const titles = zones.filter((zone) => written.zones.includes(zone.id)).map((zone) => zone.title[language])
  return [{ term: fields.zones, value: titles.length > 0 ? titles : booking.allZones, goto: 'stall' }]
}

/** The chosen stall with its fee as arithmetic, and whether to wait when none is left. */
export function stallRows(language: Language, answers: Answers, stalls: readonly StallView[]): Row[] {
  const { booking, fields } = wordsOf(language)
  const code = answerTo(answers, 'stall').trim()
  const isAny = code === '' || code === anyStall
  const stall = isAny ? undefined : stalls.find((candidate) => candidate.code === code.toUpperCase())
  const hasFees = stalls.some((candidate) => candidate.feeBaisa > 0)
  const fee = stall ? feeOf(language, stall) : hasFees ? booking.feeOfAny : wordsOf(language).exhibitions.noFee
  const waits = answerTo(answers, 'joinWaitlist') === 'true'
  return [
    { term: fields.stall, value: [isAny ? booking.anyStall : code.toUpperCase(), fee], goto: 'stall' },
    { term: fields.joinWaitlist, value: waits ? booking.yes : booking.no, goto: 'stall' },
  ]
}

/** The same rows where nothing can be changed. */
export const unchanging = (rows: Row[]): Row[] => rows.map(({ goto: _goto, ...row }) => row)
