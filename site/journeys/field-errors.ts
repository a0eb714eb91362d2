import { fill, wordsOf } from '../../content/words.ts'
import type { FieldCode, FieldError, Language } from '../../worker/contract/codes.ts'
import { trapField } from '../../worker/contract/journey-form.ts'

type Sentences = { [field: string]: Partial<Record<FieldCode, string>> | undefined }

/** Whose form it is: a pledge's says a few things in words of its own. */
export type FormName = 'booking' | 'pledge'

const lineField = /^lines\.(\d+)\.(\w+)$/

/** The sentence about one field: its own for the code, or the general one. A line's field is `lines.kind` to the words. */
export function errorSentence(language: Language, { field, code }: FieldError, form: FormName = 'booking'): string {
  const words = wordsOf(language)
  const { any, ...shared }: { any: Record<FieldCode, string> } & Sentences = words.errors
  const own: Sentences = form === 'pledge' ? words.pledge.errors : {}
  const name = field.replace(lineField, 'lines.$2')
  const saidBy = (sentences: Sentences) => (Object.hasOwn(sentences, name) ? sentences[name]?.[code] : undefined)
  return saidBy(own) ?? saidBy(shared) ?? any[code]
}

/** These are no questions: their error leads to the button that sends the form again. */
const unseen = [trapField, 'idempotencyKey']

/** What ErrorSummary takes; of the lines of a pledge each is named. */
export function errorList(
  language: Language,
  errors: readonly FieldError[],
  form?: FormName,
): { field: string; message: string }[] {
  return errors.map((error) => {
    const sentence = errorSentence(language, error, form)
    const [, line] = lineField.exec(error.field) ?? []
    return {
      field: unseen.includes(error.field) ? 'send' : error.field,
      message: line ? fill(wordsOf(language).pledge.ofLine, { n: Number(line) + 1, sentence }) : sentence,
    }
  })
}

/** The sentence to show at a field, if it is wrong. */
export function errorAt(
  language: Language,
  errors: readonly FieldError[],
  field: string,
  form?: FormName,
): string | undefined {
  const error = errors.find((candidate) => candidate.field === field)
  return error && errorSentence(language, error, form)
}
