import { wordsOf } from '../../content/words.ts'
import type { FieldError, Language } from '../../worker/contract/codes.ts'
import { deskActs, type DeskAct } from '../../worker/contract/desk.ts'

/** What an officer wrote as a reason, kept through a refusal. */
export interface TypedReason {
  code: string
  text: string
}

export interface ActForm {
  act: DeskAct | null
  /** The version that the sender's page showed. */
  version: number | null
  reason: TypedReason
}

/** Reads the form of any act; an unknown act is none. */
export function readActForm(form: FormData): ActForm {
  const text = (name: string) => String(form.get(name) ?? '').replaceAll('\r\n', '\n')
  const version = /^\d{1,9}$/.test(text('version')) ? Number(text('version')) : null
  return {
    act: deskActs.find((act) => act === text('act')) ?? null,
    version,
    reason: { code: text('reason.code'), text: text('reason.text') },
  }
}

export const noForm: ActForm = { act: null, version: null, reason: { code: '', text: '' } }

/** The sentence at one of the reason's two fields. */
export function reasonError(
  language: Language,
  errors: readonly FieldError[],
  field: 'reason.code' | 'reason.text',
): string | undefined {
  const { desk, errors: sentences } = wordsOf(language)
  const error = errors.find((candidate) => candidate.field === field)
  if (!error) return undefined
  if (field === 'reason.text' && error.code === 'too_long') return desk.errors['reason.text.too_long']
  return error.code === 'required' || field === 'reason.code' ? desk.errors[field] : sentences.any[error.code]
}

/** What the error summary says of a refused reason. */
export const reasonErrors = (language: Language, errors: readonly FieldError[]): { field: string; message: string }[] =>
  (['reason.code', 'reason.text'] as const).flatMap((field) => {
    const message = reasonError(language, errors, field)
    return message ? [{ field, message }] : []
  })
