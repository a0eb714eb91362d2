import type { Context } from 'hono'
import { wordsOf } from '../../content/words.ts'
import { problemStatus, type ProblemCode } from '../contract/problem.ts'
import type { AppEnv } from './app-env.ts'
import { preferredLanguage } from './language.ts'

/** What some refusals add, beside the members of RFC 9457. */
export interface ProblemExtras {
  errors?: { field: string; code: string }[]
  alternatives?: string[]
  state?: string
  version?: number
  count?: number
  stalls?: string[]
  remaining?: number
  need?: string
  retryAfterSeconds?: number
  allow?: string
}

const retryAfter: Partial<Record<ProblemCode, number>> = { too_many_requests: 60, busy: 2 }

/** An `application/problem+json` answer; it never repeats what was sent. */
export function problem(c: Context<AppEnv>, code: ProblemCode, extras: ProblemExtras = {}): Response {
  const { retryAfterSeconds, allow, ...members } = extras
  const sentence = wordsOf(preferredLanguage(c.req.header('Accept-Language'))).problems[code]
  const seconds = retryAfterSeconds ?? retryAfter[code]
  return c.body(
    JSON.stringify({
      type: `/problems/${code.replaceAll('_', '-')}`,
      title: sentence,
      status: problemStatus[code],
      code,
      detail: sentence,
      requestId: c.get('requestId'),
      ...members,
    }),
    problemStatus[code],
    {
      'Content-Type': 'application/problem+json; charset=utf-8',
      'Cache-Control': 'no-store',
      Vary: 'Accept-Language',
      ...(seconds && { 'Retry-After': String(seconds) }),
      ...(allow && { Allow: allow }),
    },
  )
}
