import { wordsOf } from '../../content/words.ts'
import type { FieldError, Language } from '../../worker/contract/codes.ts'
import { formActs, type ActBody, type FormAct } from '../../worker/contract/desk-forms.ts'

export type TypedReason = ActBody['reason']

export interface ActForm extends ActBody {
  act: FormAct | null
}

/** Reads the form of any act; an unknown act is none. */
export function readActForm(form: FormData): ActForm {
  const text = (name: string) => String(form.get(name) ?? '').replaceAll('\r\n', '\n')
  const version = /^\d{1,9}$/.test(text('version')) ? Number(text('version')) : null
  return {
    act: formActs.find((act) => act === text('act')) ?? null,
    version,
    reason: { code: text('reason.code'), text: text('reason.text') },
    text: text('text'),
    stall: text('stall'),
  }
}

export const noForm: ActForm = readActForm(new FormData())

/** The name of a field among the forms of several acts on one page, from which its id follows. */
export const fieldOfAct = (act: FormAct, field: string): string => `${act}.${field}`

const fields = ['reason.code', 'reason.text', 'text', 'stall'] as const
type ActField = (typeof fields)[number]

/** The sentence at one of an act's fields. */
export function actError(language: Language, errors: readonly FieldError[], field: ActField): string | undefined {
  const { desk, errors: sentences } = wordsOf(language)
  const error = errors.find((candidate) => candidate.field === field)
  if (!error) return undefined
  if (field === 'stall') return desk.errors.stall
  if (field === 'text') return error.code === 'too_long' ? desk.errors['text.too_long'] : desk.errors.text
  if (field === 'reason.text' && error.code === 'too_long') return desk.errors['reason.text.too_long']
  return error.code === 'required' || field === 'reason.code' ? desk.errors[field] : sentences.any[error.code]
}

/** What the error summary says of a refused form; without an act the page has a single form. */
export const actErrors = (
  language: Language,
  act: FormAct | null,
  errors: readonly FieldError[],
): { field: string; message: string }[] =>
  fields.flatMap((field) => {
    const message = actError(language, errors, field)
    return message ? [{ field: act ? fieldOfAct(act, field) : field, message }] : []
  })

/** The same for a page whose only form takes a reason. */
export const reasonError = (
  language: Language,
  errors: readonly FieldError[],
  field: 'reason.code' | 'reason.text',
): string | undefined => actError(language, errors, field)
export const reasonErrors = (language: Language, errors: readonly FieldError[]): ReturnType<typeof actErrors> =>
  actErrors(language, null, errors)
