import type { FieldError, Language } from '../../worker/contract/codes.ts'
import { problemStatus } from '../../worker/contract/problem.ts'
import { errorList, type FormName } from './field-errors.ts'

export interface FailedFind {
  status: number
  errors: readonly FieldError[]
  summary: { field: string; message: string }[]
  retryAfterSeconds: number | null
}

/** The page of a find whose input does not read. */
export const unreadFind = (language: Language, errors: readonly FieldError[], form?: FormName): FailedFind => ({
  status: problemStatus.invalid_input,
  errors,
  summary: errorList(language, errors, form),
  retryAfterSeconds: null,
})

/** The page of a find that opened nothing: one sentence, whichever part was wrong. */
export function failedFind(
  reason: 'booking_not_found' | 'pledge_not_found' | 'too_many_requests',
  field: string,
  words: { notFound: string; tooMany: string },
): FailedFind {
  const isMissing = reason !== 'too_many_requests'
  return {
    status: problemStatus[reason],
    errors: [],
    summary: [{ field, message: isMissing ? words.notFound : words.tooMany }],
    retryAfterSeconds: isMissing ? null : 60,
  }
}

/** Says a failed find in the answer's status and headers. */
export function answerFailedFind(response: { status?: number; headers: Headers }, failed: FailedFind | null): void {
  if (!failed) return
  response.status = failed.status
  if (failed.retryAfterSeconds) response.headers.set('Retry-After', String(failed.retryAfterSeconds))
}
