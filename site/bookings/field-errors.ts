import { wordsOf } from '../../content/words.ts'
import { trapField } from '../../worker/contract/booking-form.ts'
import type { FieldCode, FieldError, Language } from '../../worker/contract/codes.ts'

type Sentences = Partial<Record<FieldCode, string>>

/** The sentence about one field: its own for the code, or the general one. */
export function errorSentence(language: Language, { field, code }: FieldError): string {
  const { any, ...own }: { any: Record<FieldCode, string>; [name: string]: Sentences | undefined } =
    wordsOf(language).errors
  return (Object.hasOwn(own, field) ? own[field]?.[code] : undefined) ?? any[code]
}

/** These are no questions: their error leads to the button that sends the form again. */
const unseen = [trapField, 'idempotencyKey']

/** What ErrorSummary takes. */
export function errorList(language: Language, errors: readonly FieldError[]): { field: string; message: string }[] {
  return errors.map((error) => ({
    field: unseen.includes(error.field) ? 'send' : error.field,
    message: errorSentence(language, error),
  }))
}

/** The sentence to show at a field, if it is wrong. */
export function errorAt(language: Language, errors: readonly FieldError[], field: string): string | undefined {
  const error = errors.find((candidate) => candidate.field === field)
  return error && errorSentence(language, error)
}
