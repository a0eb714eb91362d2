import type { BookingAnswer } from '../../worker/contract/booking.ts'
import { firstRefusedStep, type BookingStep, type NextStep } from '../../worker/contract/booking-form.ts'
import type { FieldError } from '../../worker/contract/codes.ts'
import type { ListedExhibition } from '../../worker/contract/exhibition.ts'
import { replayShownMs } from '../../worker/contract/limits.ts'
import { problemStatus } from '../../worker/contract/problem.ts'

/** Refusals that are pages of their own. */
export type PageRefusal =
  | 'booking_not_open'
  | 'booking_closed'
  | 'exhibition_full'
  | 'already_booked'
  | 'delegate_limit'
  | 'too_many_requests'
  | 'busy'

/** What a claim came to; `bookStall` gives it. */
export type Claimed =
  | { ok: true; booking: BookingAnswer; isReplay: boolean; bookedAtUtc: number }
  | { ok: false; reason: 'stall_taken'; alternatives: string[] }
  | { ok: false; reason: 'invalid_input'; errors: FieldError[] }
  | { ok: false; reason: 'stall_unknown' | 'idempotency_key_reused' | 'exhibition_not_found' }
  | { ok: false; reason: PageRefusal }

/** One page of the booking journey. */
export type BookPage =
  | { kind: 'start'; status: 200 }
  | {
      kind: 'step'
      status: 200 | 409 | 422
      step: BookingStep
      errors: readonly FieldError[]
      isChange: boolean
      /** The stall that someone else took, and the nearest ones still free. */
      taken: string | null
      alternatives: readonly string[]
    }
  | { kind: 'refusal'; status: number; reason: PageRefusal; retryAfterSeconds: number | null }
  | { kind: 'sent'; status: 200; booking: BookingAnswer }
  | { kind: 'sent-earlier'; status: number; isChanged: boolean }
  | { kind: 'booked'; status: 303; booking: BookingAnswer }
  | { kind: 'missing'; status: 404 }

type Step = Extract<BookPage, { kind: 'step' }>

const retryAfter: Partial<Record<PageRefusal, number>> = { too_many_requests: 60, busy: 2 }

const refusal = (reason: PageRefusal): BookPage => ({
  kind: 'refusal',
  reason,
  status: problemStatus[reason],
  retryAfterSeconds: retryAfter[reason] ?? null,
})

/** Only an open exhibition has a journey; the others say when, or that it is over. */
export function closedPage({ state }: Pick<ListedExhibition, 'state'>): BookPage | null {
  if (state === 'open') return null
  return refusal(state === 'published' ? 'booking_not_open' : 'booking_closed')
}

/** The page that needs no claim: the start or a step. */
export function stepPage(next: { show: 'start' } | NextStep): BookPage {
  if (next.show === 'start') return { kind: 'start', status: 200 }
  const { show: step, errors, isChange } = next
  return { kind: 'step', status: errors.length > 0 ? 422 : 200, step, errors, isChange, taken: null, alternatives: [] }
}

/** The page that answers a claim for `stall`. */
export function claimPage(claimed: Claimed, stall: string | null, now: number): BookPage {
  if (claimed.ok) {
    if (!claimed.isReplay) return { kind: 'booked', status: 303, booking: claimed.booking }
    const isRecent = now - claimed.bookedAtUtc <= replayShownMs
    return isRecent
      ? { kind: 'sent', status: 200, booking: claimed.booking }
      : { kind: 'sent-earlier', status: 200, isChanged: false }
  }
  switch (claimed.reason) {
    case 'stall_taken':
      return { ...stallStep, status: 409, taken: stall, alternatives: claimed.alternatives }
    case 'stall_unknown':
      return { ...stallStep, errors: [{ field: 'stall', code: 'unknown' }] }
    case 'invalid_input':
      return stepPage(firstRefusedStep(claimed.errors))
    case 'idempotency_key_reused':
      return { kind: 'sent-earlier', status: problemStatus.idempotency_key_reused, isChanged: true }
    case 'exhibition_not_found':
      return { kind: 'missing', status: 404 }
    default:
      return refusal(claimed.reason)
  }
}

const stallStep: Step = {
  kind: 'step',
  status: 422,
  step: 'stall',
  errors: [],
  isChange: false,
  taken: null,
  alternatives: [],
}
