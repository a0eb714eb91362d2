import { bookStall, type BookStallOutcome } from '../bookings/book-stall.ts'
import type { BookingAnswer, EnterBooking } from '../contract/booking.ts'
import type { Store } from '../store.ts'
import { findOwnExhibition } from './find-own-exhibition.ts'
import type { Staff } from './staff.ts'

/** The officer gets no token: with one they could act as the applicant. */
export type EnteredBooking = Pick<BookingAnswer, 'reference' | 'state' | 'stall' | 'drawCode'>

export type EnterBookingOutcome =
  | { ok: true; booking: EnteredBooking; isReplay: boolean }
  | Extract<BookStallOutcome, { ok: false }>
  | { ok: false; reason: 'not_your_governorate' }

/** Types in an application that came on paper, by telephone or in person; another colleague decides it. */
export async function enterBooking(
  db: Store,
  staff: Staff,
  request: { slug: string; body: EnterBooking; idempotencyKey: string },
  now: number,
): Promise<EnterBookingOutcome> {
  const found = await findOwnExhibition(db, staff, request.slug)
  if (!found.ok) return found
  const outcome = await bookStall(db, staff, request, now)
  if (!outcome.ok) return outcome
  const { reference, state, stall, drawCode } = outcome.booking
  return { ok: true, booking: { reference, state, stall, drawCode }, isReplay: outcome.isReplay }
}
