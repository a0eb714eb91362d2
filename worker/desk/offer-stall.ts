import { findFreeStallGround, mayBeOffered, stallStillFree } from '../../db/queries/act-ground.ts'
import type { BookingRow } from '../../db/queries/bookings.ts'
import { offerableUntil } from '../bookings/change-booking.ts'
import { reasonMissing, type OfferAct } from '../contract/desk-acts.ts'
import type { Store } from '../store.ts'
import { actOnBooking, type ActAtDeskOutcome, type ActRefusal } from './act-on-booking.ts'
import { findStallFor, type StallRefusal } from './find-stall.ts'
import type { Staff } from './staff.ts'

type OfferRefusal = ActRefusal | StallRefusal | typeof reasonMissing | { ok: false; reason: 'exhibition_full' }

export type OfferStallOutcome = ActAtDeskOutcome | OfferRefusal

/**
 * Offers a free stall to somebody who waits. Out of order, past whoever is next there or outside the zones they named,
 * only with a reason; that is counted publicly, and everyone passed over is recorded. What suits and when an offer ends
 * is the same for all.
 */
export function offerStall(
  db: Store,
  staff: Staff,
  request: { reference: string } & OfferAct,
  now: number,
): Promise<OfferStallOutcome> {
  const { reason } = request
  return actOnBooking<OfferRefusal>(
    db,
    staff,
    { ...request, act: 'offer' },
    async (booking) => {
      const expiresAtUtc = offerableUntil(booking, now)
      if (expiresAtUtc === null) return { ok: false, reason: 'transition_refused', state: booking.state }
      const found = await findStall(db, booking, request.stall)
      if (!found.ok) return found
      const { stall } = found
      if (!stall.mayBeOffered) return { ok: false, reason: 'transition_refused', state: booking.state }
      const isInOrder = stall.nextWaiter === booking.reference
      if (!isInOrder && !reason) return reasonMissing
      return {
        to: 'offered',
        stall,
        set: { offer_expires_at_utc: expiresAtUtc },
        guards: [stallStillFree(stall), mayBeOffered(stall, { isInOrder })],
        effects: { offeredAt: stall, ...(!isInOrder && { isOutOfOrder: true }) },
        data: { expiresAtUtc, isInOrder, ...(reason && { reasonCode: reason.code }) },
        message: {
          template: isInOrder ? 'booking_offered' : 'booking_offered_out_of_order',
          data: { expiresAtUtc, stall: stall.code, ...(reason && { reasonCode: reason.code }) },
        },
        ...(reason?.text && { text: reason.text }),
      }
    },
    now,
  )
}

/** The stall that staff name, or the first free one that suits. */
async function findStall(db: Store, booking: BookingRow, code: string | null) {
  if (code !== null) return findStallFor(db, booking, code)
  const stall = await findFreeStallGround(db.d1, booking.exhibitionId, booking.needsStepFree)
  return stall ? { ok: true as const, stall } : { ok: false as const, reason: 'exhibition_full' as const }
}
