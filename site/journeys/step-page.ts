import type { FieldError } from '../../worker/contract/codes.ts'
import type { NextStep } from '../../worker/contract/journey-form.ts'
import { problemStatus, type ProblemCode } from '../../worker/contract/problem.ts'

/** A page of a journey that needs nothing from the database: the start, a step, a refusal, "already sent". */
export type StartPage = { kind: 'start'; status: 200 }
export interface StepPage<Step extends string> {
  kind: 'step'
  status: 200 | 409 | 422
  step: Step
  errors: readonly FieldError[]
  isChange: boolean
}
export interface RefusalPage<Reason extends ProblemCode> {
  kind: 'refusal'
  status: number
  reason: Reason
  retryAfterSeconds: number | null
}
export interface SentEarlierPage {
  kind: 'sent-earlier'
  status: number
  isChanged: boolean
}

export function stepPage<Step extends string>(next: { show: 'start' } | NextStep<Step>): StartPage | StepPage<Step> {
  if ('errors' in next) {
    const { show: step, errors, isChange } = next
    return { kind: 'step', status: errors.length > 0 ? 422 : 200, step, errors, isChange }
  }
  return { kind: 'start', status: 200 }
}

const retryAfter: Partial<Record<ProblemCode, number>> = { too_many_requests: 60, busy: 2 }

export const refusalPage = <Reason extends ProblemCode>(reason: Reason): RefusalPage<Reason> => ({
  kind: 'refusal',
  reason,
  status: problemStatus[reason],
  retryAfterSeconds: retryAfter[reason] ?? null,
})

/** Sent long ago, or now with other answers: the page asks for what opens it. */
export const sentEarlierPage = (isChanged: boolean): SentEarlierPage => ({
  kind: 'sent-earlier',
  status: isChanged ? problemStatus.idempotency_key_reused : 200,
  isChanged,
})

/** The headers of a journey's page. A step stays in the browser's own cache, so that Back shows it with its answers. */
export function setJourneyHeaders(headers: Headers, page: { kind: string; retryAfterSeconds?: number | null }): void {
  headers.set('Cache-Control', page.kind === 'sent' ? 'no-store' : 'private, max-age=0')
  if (page.kind !== 'start') headers.set('X-Robots-Tag', 'noindex')
  if (page.retryAfterSeconds) headers.set('Retry-After', String(page.retryAfterSeconds))
}
