import { wordsOf } from '../../../content/words.ts'
import type { FieldError, Language } from '../../../worker/contract/codes.ts'
import type { NeedState } from '../../../worker/contract/pledge-codes.ts'

/** The colour and sign of a need's state (ui/Tag.astro). */
export const needTones = { open: 'wait', partly_met: 'wait', met: 'go', closed: 'quiet' } as const satisfies Record<
  NeedState,
  string
>

/** The sentence about one field of a need's form. */
export function needErrorSentence(language: Language, { field, code }: FieldError): string {
  const { desk, errors } = wordsOf(language)
  const own: Record<string, Record<string, string> | undefined> = desk.needs.errors
  return own[field]?.[code] ?? errors.any[code]
}

/** What ErrorSummary takes. */
export const needErrorList = (
  language: Language,
  errors: readonly FieldError[],
): { field: string; message: string }[] =>
  errors.map((error) => ({ field: error.field, message: needErrorSentence(language, error) }))
