import { wordsOf } from '../../content/words.ts'
import type { Language } from '../../worker/contract/codes.ts'
import { csvFile } from '../../worker/contract/csv.ts'
import type { LineUnit } from '../../worker/contract/pledge-codes.ts'
import type { Impact, PublishedCount } from '../../worker/contract/pledge-readings.ts'
import { governorateName } from '../exhibitions/exhibition-words.ts'
import { quantityText } from '../pledges/quantity-words.ts'

/** A published number, or that it is not shown. */
export const shownCount = (language: Language, count: PublishedCount): string =>
  count === null ? wordsOf(language).companies.impact.hidden : String(count)

/** How many were still there after 90 days; nothing recorded is not the same as none left. */
export const shownSustained = (language: Language, count: PublishedCount): string =>
  count === 0 ? wordsOf(language).companies.impact.noneRecorded : shownCount(language, count)

export const shownQuantity = (language: Language, unit: LineUnit, count: PublishedCount): string =>
  count === null ? wordsOf(language).companies.impact.hidden : quantityText(language, unit, count)

export const placeOf = (language: Language, governorate: string | null): string =>
  governorate === null ? wordsOf(language).companies.impact.noGovernorate : governorateName(language, governorate)

/** A year's report as a file for a spreadsheet: what came by kind and governorate, then the stalls at exhibitions. */
export function impactCsv(language: Language, { delivered, places }: Impact): string {
  const { companies, codes } = wordsOf(language)
  const { columns, figures } = companies.impact
  const cell = (count: PublishedCount) => count ?? companies.impact.hidden
  return csvFile([
    [columns.kind, columns.governorate, columns.quantity, columns.unit, columns.sustained],
    ...delivered.map(({ kind, unit, governorate, quantity, sustained }) => [
      codes.lineKind[kind],
      placeOf(language, governorate),
      cell(quantity),
      codes.lineUnit[unit],
      sustained ?? '',
    ]),
    ...places.map(({ governorate, places: count }) => [
      figures.places,
      placeOf(language, governorate),
      cell(count),
      codes.lineUnit.stall,
      '',
    ]),
  ])
}
