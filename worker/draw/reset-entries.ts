import { listMovedByDraw } from '../../db/queries/bookings.ts'
import { listUnreset } from '../../db/queries/draws.ts'
import { placingStatements, type PlacingChange } from '../../db/queries/many-booking-changes.ts'
import type { BookingRow } from '../../db/queries/bookings.ts'
import { bookingStream, chainEvent } from '../audit/event.ts'
import { recipientsOf } from '../bookings/change-booking.ts'
import type { Store } from '../store.ts'

const resetAtOnce = 200

/**
 * Makes whom a set-aside draw moved an entry again, as before the freeze, in at most `chunks` batches.
 * Says how many batches that took; `chunks` of them may have left somebody.
 */
export async function resetEntries(
  db: Store,
  exhibition: { id: number },
  chunks: number,
  now: number,
): Promise<number> {
  for (let chunk = 0; chunk < chunks; chunk += 1) {
    const bookings = await listMovedByDraw(db.d1, exhibition.id, ['waitlisted', 'offered'], resetAtOnce)
    if (bookings.length === 0) return chunk
    const changes = await Promise.all(bookings.map((booking) => composeReset(db, booking, now)))
    await db.d1.batch(placingStatements(db.d1, changes, now, []))
  }
  return chunks
}

const ballotsAtOnce = 20

/** The same for every ballot whose draw was set aside, so that none has to wait for its freeze. */
export async function resetSetAside(db: Store, chunks: number, now: number): Promise<void> {
  let left = chunks
  for (const ballot of await listUnreset(db.d1, ballotsAtOnce)) left -= await resetEntries(db, ballot, left, now)
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
