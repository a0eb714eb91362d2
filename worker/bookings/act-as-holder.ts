import type { BookingView } from '../contract/booking.ts'
import type { BookingState } from '../contract/codes.ts'
import type { Store } from '../store.ts'
import { viewBooking } from './booking-view.ts'
import { changeGuarded, type ChangeRequest, type GuardedChangeRequest } from './change-booking.ts'
import { openBooking, type BookingCredential } from './open-booking.ts'

export type ActOnBookingOutcome =
  | { ok: true; booking: BookingView }
  | { ok: false; reason: 'booking_not_found' }
  | { ok: false; reason: 'transition_refused'; state: BookingState }

const retriesMax = 40

/**
 * An act of whoever holds a booking's token. It is written over the version that the token opened: when the booking
 * changed meanwhile, the token must open it anew, since a take-over may have ended it.
 */
export async function actAsHolder(
  db: Store,
  who: BookingCredential,
  request: Omit<ChangeRequest, 'actor'>,
  now: number,
): Promise<ActOnBookingOutcome> {
  for (let attempt = 0; attempt < retriesMax; attempt += 1) {
    const opened = await openBooking(db, who, ['manage', 'delegate'], now)
    if (!opened.ok) return opened
    const { row, purpose } = opened
    const actor = purpose === 'delegate' ? 'delegate' : 'applicant'
    const change = { ...request, actor, seenVersion: row.version, guards: [] } satisfies GuardedChangeRequest
    const outcome = await changeGuarded(db, row.reference, change, now)
    if (outcome.ok) return { ok: true, booking: await viewBooking(db, outcome.booking) }
    if (outcome.reason === 'transition_refused') return outcome
  }
  throw new Error('A booking kept changing while its holder acted on it.')
}
