import type { BookingAnswer } from '../../worker/contract/booking.ts'
import { refusedStep, type BookingStep } from '../../worker/contract/booking-form.ts'
import type { FieldError } from '../../worker/contract/codes.ts'
import type { ListedExhibition } from '../../worker/contract/exhibition.ts'
import { replayShownMs } from '../../worker/contract/limits.ts'
import {
  refusalPage,
  sentEarlierPage,
  stepPage,
  type RefusalPage,
  type SentEarlierPage,
  type StartPage,
  type StepPage,
} from '../journeys/step-page.ts'

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
  | StartPage
  | (StepPage<BookingStep> & {
      /** The stall that someone else took, and the nearest ones still free. */
      taken?: string | null
      alternatives?: readonly string[]
    })
  | RefusalPage<PageRefusal>
  | SentEarlierPage
  | { kind: 'sent'; status: 200; booking: BookingAnswer }
  | { kind: 'booked'; status: 303; booking: BookingAnswer }
  | { kind: 'missing'; status: 404 }

/** Only an open exhibition has a journey; the others say when, or that it is over. */
export function closedPage({ state }: Pick<ListedExhibition, 'state'>): BookPage | null {
  if (state === 'open') return null
  return refusalPage(state === 'published' ? 'booking_not_open' : 'booking_closed')
}

/** The page that answers a claim for `stall`. */
export function claimPage(claimed: Claimed, stall: string | null, now: number): BookPage {
  if (claimed.ok) {
    if (!claimed.isReplay) return { kind: 'booked', status: 303, booking: claimed.booking }
    const isRecent = now - claimed.bookedAtUtc <= replayShownMs
    return isRecent ? { kind: 'sent', status: 200, booking: claimed.booking } : sentEarlierPage(false)
  }
  switch (claimed.reason) {
    case 'stall_taken':
      return { ...stallStep, status: 409, taken: stall, alternatives: claimed.alternatives }
    case 'stall_unknown':
      return { ...stallStep, errors: [{ field: 'stall', code: 'unknown' }] }
    case 'invalid_input':
      return stepPage(refusedStep(claimed.errors))
    case 'idempotency_key_reused':
      return sentEarlierPage(true)
    case 'exhibition_not_found':
      return { kind: 'missing', status: 404 }
    default:
      return refusalPage(claimed.reason)
  }
}

const stallStep = { kind: 'step', status: 422, step: 'stall', errors: [], isChange: false } as const
