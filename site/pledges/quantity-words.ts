import { counted, fill, wordsOf } from '../../content/words.ts'
import type { Language } from '../../worker/contract/codes.ts'
import { formatRials } from '../../worker/contract/dates.ts'
import type { LineUnit } from '../../worker/contract/pledge-codes.ts'
import type { NeedView } from '../../worker/contract/pledge.ts'

const grouped = new Intl.NumberFormat('en')

/** «20 ركنًا», «ركنان»; money in rials. */
export function quantityText(language: Language, unit: LineUnit, quantity: number): string {
  if (unit === 'baisa') return formatRials(language, quantity)
  return counted(language, wordsOf(language).quantities[unit], quantity, { count: grouped.format(quantity) })
}

/** A need with what it still lacks, as a choice of the form names it. */
export const needChoice = (language: Language, { title, unit, asked, promised }: NeedView): string =>
  fill(wordsOf(language).pledge.needRemaining, {
    title: title[language],
    quantity: quantityText(language, unit, Math.max(0, asked - promised)),
  })
