import type { BookingView } from '../contract/booking.ts'
import type { BookingState } from '../contract/codes.ts'
import type { Store } from '../store.ts'
import { viewBooking } from './booking-view.ts'
import { changeBooking, type ChangeRequest } from './change-booking.ts'
import { openBooking, type BookingCredential } from './open-booking.ts'

export type ActOnBookingOutcome =
  | { ok: true; booking: BookingView }
  | { ok: false; reason: 'booking_not_found' }
  | { ok: false; reason: 'transition_refused'; state: BookingState }
  | { ok: false; reason: 'changed_meanwhile'; version: number }

/** An act of whoever holds a booking's token. */
export async function actAsHolder(
  db: Store,
  who: BookingCredential,
  request: Omit<ChangeRequest, 'actor'>,
  now: number,
): Promise<ActOnBookingOutcome> {
  const opened = await openBooking(db, who, ['manage', 'delegate'], now)
  if (!opened.ok) return opened
  const actor = opened.purpose === 'delegate' ? 'delegate' : 'applicant'
  const outcome = await changeBooking(db, who.reference, { ...request, actor }, now)
  return outcome.ok ? { ok: true, booking: await viewBooking(db, outcome.booking) } : outcome
}
