import { fill, wordsOf } from '../../../content/words.ts'
import type { FieldError, Language } from '../../../worker/contract/codes.ts'
import { muscatDay, muscatTime } from '../../../worker/contract/dates.ts'
import type { PlannedExhibition } from '../../../worker/contract/exhibition-acts.ts'
import { answerTo, bodyOf, readAnswers, type Answers, type FormFields } from '../../../worker/contract/form.ts'
import { errorSentence } from '../../journeys/field-errors.ts'

/** Every question about an exhibition, in the order of the page. */
export const exhibitionFields = [
  'title.ar',
  'title.en',
  'description.ar',
  'description.en',
  'venue.ar',
  'venue.en',
  'governorate',
  'startsOn',
  'endsOn',
  'hours.opens',
  'hours.closes',
  'mode',
  'review',
  'bookingOpensAt',
  'bookingClosesAt',
  'series',
  'planOf',
  'slug',
] as const
export type ExhibitionField = (typeof exhibitionFields)[number]

const kinds: FormFields = Object.fromEntries(exhibitionFields.map((name) => [name, 'text']))

export const readExhibitionAnswers = (form: FormData): Answers => readAnswers(kinds, form)

/** A field of date and time holds Muscat's; the body an instant. What is none stays as it was typed. */
export const instantOf = (typed: string): string =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(typed) ? `${typed}:00+04:00` : typed

/** `2026-12-06T09:00` in Muscat, as a field of date and time holds it. */
export const fieldOfInstant = (instant: string): string => `${muscatDay(Date.parse(instant))}T${muscatTime(instant)}`

/** What the API would have been sent. */
export function exhibitionBody(answers: Answers): Record<string, unknown> {
  const body = bodyOf(kinds, answers)
  for (const field of ['bookingOpensAt', 'bookingClosesAt'] as const) {
    if (answers.has(field)) body[field] = instantOf(answerTo(answers, field))
  }
  return body
}

/** An exhibition as its form shows it. */
export function answersOf(exhibition: PlannedExhibition): Answers {
  const { title, description, venue, hours } = exhibition
  const values: Partial<Record<ExhibitionField, string>> = {
    'title.ar': title.ar,
    'title.en': title.en,
    'description.ar': description.ar,
    'description.en': description.en,
    'venue.ar': venue.ar,
    'venue.en': venue.en,
    governorate: exhibition.governorate,
    startsOn: exhibition.startsOn,
    endsOn: exhibition.endsOn,
    'hours.opens': hours.opens,
    'hours.closes': hours.closes,
    mode: exhibition.mode,
    review: exhibition.review,
    bookingOpensAt: fieldOfInstant(exhibition.bookingOpensAt),
    bookingClosesAt: fieldOfInstant(exhibition.bookingClosesAt),
    series: exhibition.series ?? '',
  }
  return new Map(Object.entries(values).map(([field, value]) => [field, [value]]))
}

/** What stands differently now from what was typed, after somebody else saved first. */
export function differencesOf(typed: Answers, exhibition: PlannedExhibition): ExhibitionField[] {
  const standing = answersOf(exhibition)
  return exhibitionFields.filter(
    (field) => typed.has(field) && standing.has(field) && answerTo(typed, field) !== answerTo(standing, field),
  )
}

/** The sentence at a field of this form: its own, or the general one. */
export function exhibitionErrorAt(
  language: Language,
  errors: readonly FieldError[],
  field: string,
): string | undefined {
  const error = errors.find((candidate) => candidate.field === field)
  if (!error) return undefined
  const own: Record<string, string | undefined> = wordsOf(language).desk.edit.errors
  return own[`${field}.${error.code}`] ?? errorSentence(language, error)
}

/** What ErrorSummary takes: each sentence with the name of its field. */
export function exhibitionErrors(
  language: Language,
  errors: readonly FieldError[],
): { field: string; message: string }[] {
  const { errorOf, labels } = wordsOf(language).desk.edit
  const names: Record<string, string | undefined> = labels
  return errors.map(({ field }) => {
    const message = exhibitionErrorAt(language, errors, field) ?? ''
    const label = names[field]
    return { field, message: label ? fill(errorOf, { label, message }) : message }
  })
}
