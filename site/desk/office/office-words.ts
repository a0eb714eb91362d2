import { counted, fill, wordsOf } from '../../../content/words.ts'
import type { Breach } from '../../../worker/contract/breaches.ts'
import type { FieldError, Language } from '../../../worker/contract/codes.ts'
import { formatInstant } from '../../../worker/contract/dates.ts'
import type { DeskDataRequest } from '../../../worker/contract/own-data.ts'

/** «بقي 3 أيام», or how late a request is. */
export const daysLeftSentence = (language: Language, { daysLeft }: Pick<DeskDataRequest, 'daysLeft'>): string => {
  const { data } = wordsOf(language).desk
  return daysLeft >= 0 ? counted(language, data.daysLeft, daysLeft) : counted(language, data.late, -daysLeft - 1)
}

/** What is left of the 72 hours to tell the authority, or when they ended; null once it was told. */
export function hoursLeftSentence(language: Language, breach: Breach): string | null {
  if (breach.authorityToldAt !== null) return null
  const words = wordsOf(language).desk.breaches
  return breach.hoursLeft >= 0
    ? counted(language, words.hoursLeft, breach.hoursLeft)
    : fill(words.late, { time: formatInstant(language, breach.authorityDueAt) })
}

/** The sentence for a field's error: the one for field and code, the field's own, or the one for every field. */
export function sentenceFor(language: Language, own: Record<string, string>, { field, code }: FieldError): string {
  return own[`${field}.${code}`] ?? own[field] ?? own[code] ?? wordsOf(language).errors.any[code]
}

/** What ErrorSummary takes, and what stands at a field. */
export function errorsOf(language: Language, own: Record<string, string>, errors: readonly FieldError[]) {
  const list = errors.map((error) => ({ field: error.field, message: sentenceFor(language, own, error) }))
  return { list, at: (field: string) => list.find((error) => error.field === field)?.message }
}
