import type { BookingRow } from '../../db/queries/bookings.ts'
import { givePriorities, type ChangeEffects } from '../../db/queries/change-effects.ts'
import { findBookings } from '../../db/queries/desk-bookings.ts'
import { placingStatements, type PlacingChange } from '../../db/queries/many-booking-changes.ts'
import { listUnsettled } from '../../db/queries/sweeps.ts'
import type { BookingState } from '../contract/codes.ts'
import { forgetExhibition } from '../exhibitions/public-cache.ts'
import type { Store } from '../store.ts'
import { composeChange, type ChangeRequest } from './change-booking.ts'
import { absentBefore, dueChange } from './settle-booking.ts'

/** One batch takes this many; D1 gives a batch 30 seconds, and this many need a fraction of one. */
const atOnce = 250

/**
 * Records what an exhibition's going live, its end or its cancelling has decided for its bookings, about `limit` of
 * them: many in one batch, since nobody is offered a stall there any more. Cut off anywhere, the next run goes on
 * with those that are left; a booking that someone touches meanwhile is settled by them.
 */
export async function settleEnded(db: Store, limit: number, now: number): Promise<void> {
  for (let looked = 0; looked < limit; looked += atOnce) {
    const references = await listUnsettled(db.d1, absentBefore(now), atOnce)
    const bookings = [...(await findBookings(db.d1, references)).values()]
    const ends = bookings.flatMap((booking) => endOf(booking, now))
    if (ends.length === 0) return
    const changes = await Promise.all(ends.map(({ booking, due }) => endBooking(db, booking, due, now)))
    const given = changes.flatMap(({ reference, event, priority }) =>
      priority ? [{ reference, mac: event.mac, ...priority }] : [],
    )
    await db.d1.batch(placingStatements(db.d1, changes, now, [givePriorities(db.d1, given)]))
    for (const slug of new Set(bookings.map((booking) => booking.exhibitionSlug))) forgetExhibition(slug)
    if (references.length < atOnce) return
  }
}

type End = ChangeRequest & { to: BookingState }

type EndChange = PlacingChange & Pick<ChangeEffects, 'priority'>

function endOf(booking: BookingRow, now: number): { booking: BookingRow; due: End }[] {
  const due = dueChange(booking, now)
  return due?.to === undefined ? [] : [{ booking, due: { ...due, to: due.to } }]
}

/** Whoever ends keeps on record where they stood and when they came. */
async function endBooking(db: Store, booking: BookingRow, due: End, now: number): Promise<EndChange> {
  const { reference, version, event, messages, priority } = await composeChange(db, booking, due, now)
  const { state: from, stallId, ordinal } = booking
  const stands = { reference, version, from, state: due.to, stallId, ordinal, offerExpiresAtUtc: null }
  return { ...stands, event, messages, ...(priority && { priority }) }
}
