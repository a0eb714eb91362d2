import { listMovedByDraw } from '../../db/queries/bookings.ts'
import { placingStatements, type PlacingChange } from '../../db/queries/many-booking-changes.ts'
import type { BookingRow } from '../../db/queries/bookings.ts'
import { bookingStream, chainEvent } from '../audit/event.ts'
import { recipientsOf } from '../bookings/change-booking.ts'
import type { Store } from '../store.ts'

const resetAtOnce = 200

/** Makes whom a set-aside draw moved an entry again, as before the freeze; false when nobody is left. */
export async function resetEntries(db: Store, exhibition: { id: number }, now: number): Promise<boolean> {
  const bookings = await listMovedByDraw(db.d1, exhibition.id, ['waitlisted', 'offered'], resetAtOnce)
  if (bookings.length === 0) return false
  const changes = await Promise.all(bookings.map((booking) => composeReset(db, booking, now)))
  await db.d1.batch(placingStatements(db.d1, changes, now, []))
  return true
}

export async function composeReset(db: Store, booking: BookingRow, now: number): Promise<PlacingChange> {
  const event = await chainEvent(db.keys, {
    stream: bookingStream(booking.reference),
    after: booking,
    type: 'redraw',
    atUtc: now,
    actor: 'system',
    data: { from: booking.state, state: 'applied', stall: booking.stallCode },
  })
  return {
    reference: booking.reference,
    from: booking.state,
    version: booking.version,
    state: 'applied',
    stallId: null,
    ordinal: null,
    offerExpiresAtUtc: null,
    event,
    messages: recipientsOf(booking).map((recipient) => ({
      template: 'booking_redrawn',
      recipient,
      language: booking.language,
      data: '{}',
    })),
  }
}
