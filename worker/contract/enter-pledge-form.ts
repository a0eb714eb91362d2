import type { FieldError } from './codes.ts'
import { parse, type Parsed } from './fields.ts'
import { answerTo, bodyOf, readAnswers, type Answers, type FormFields } from './form.ts'
import { consentVersion } from './limits.ts'
import { enterPledgeSchema, type EnterPledge } from './pledge.ts'

/** The form of a letter has room for so many lines; those left blank are no lines. */
export const enteredLines = [0, 1, 2, 3, 4] as const

export const enteredLineFields = ['kind', 'quantity', 'unit', 'dueOn', 'need', 'note'] as const

const lineFields = enteredLines.flatMap((index) => enteredLineFields.map((name) => `lines.${index}.${name}`))

const fields: FormFields = {
  enteredFrom: 'text',
  language: 'text',
  'company.name.ar': 'text',
  'company.name.en': 'text',
  'company.registration': 'text',
  'company.sector': 'text',
  'company.contactName': 'text',
  'company.email': 'text',
  'company.phone': 'text',
  ...Object.fromEntries(lineFields.map((name) => [name, 'text' as const])),
  naming: 'text',
  showAmounts: 'flag',
  consent: 'text',
}

export const readEnterPledgeForm = (form: FormData): Answers => readAnswers(fields, form)

/** Which of the form's lines hold anything. */
export const writtenLines = (answers: Answers): number[] =>
  enteredLines.filter((index) =>
    enteredLineFields.some((name) => answerTo(answers, `lines.${index}.${name}`).trim() !== ''),
  )

/** A form's pledge through the API's schema; errors are named by the fields of the form, in its order. */
export function parseEnteredPledge(answers: Answers): Parsed<EnterPledge> {
  const written = writtenLines(answers)
  const { lines, consent, ...body } = bodyOf(fields, answers)
  // bodyOf makes a record of the lines, by their numbers.
  const byNumber = (lines ?? {}) as Record<string, unknown>
  const parsed = parse(enterPledgeSchema, {
    ...body,
    lines: written.map((index) => byNumber[String(index)]),
    consent:
      consent === undefined || consent === '' ? { version: consentVersion } : { version: consent, accepted: true },
  })
  return parsed.ok ? parsed : { ok: false, errors: atFields(parsed.errors, written) }
}

/** Errors of lines and of the consent, at the fields that were sent. */
export function atFields(errors: readonly FieldError[], written: readonly number[]): FieldError[] {
  const named = errors.map((error) => ({ ...error, field: fieldOf(error.field, written) }))
  return Object.keys(fields).flatMap((field) => named.filter((error) => error.field === field).slice(0, 1))
}

function fieldOf(field: string, written: readonly number[]): string {
  const [first = '', index, ...rest] = field.split('.')
  if (first === 'consent') return first
  if (first !== 'lines') return field
  // No line at all is an error of the first.
  return index === undefined ? 'lines.0.kind' : `lines.${written[Number(index)] ?? 0}.${rest.join('.') || 'kind'}`
}
