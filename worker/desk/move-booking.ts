import { passesNobodyOver, stallStillFree } from '../../db/queries/act-ground.ts'
import type { BookingRow } from '../../db/queries/bookings.ts'
import { findNextWaiter } from '../../db/queries/bookings.ts'
import { noDrawnPlaceIsTaken } from '../../db/queries/waitlist.ts'
import { offerableUntil } from '../bookings/change-booking.ts'
import type { MoveAct } from '../contract/desk-acts.ts'
import type { Store } from '../store.ts'
import { actOnBooking, type ActAtDeskOutcome } from './act-on-booking.ts'
import { findStallFor, type StallRefusal } from './find-stall.ts'
import type { Staff } from './staff.ts'

export type MoveBookingOutcome = ActAtDeskOutcome | StallRefusal

/**
 * Gives a confirmed booking another free stall; the one it leaves goes to the next waiter in the same batch. A stall
 * that waits for somebody whom the one that is left would not suit is as good as occupied (invariant 7).
 */
export function moveBooking(
  db: Store,
  staff: Staff,
  request: { reference: string } & MoveAct,
  now: number,
): Promise<MoveBookingOutcome> {
  const { reason } = request
  return actOnBooking<StallRefusal>(
    db,
    staff,
    { ...request, act: 'move' },
    async (booking) => {
      if (booking.stallCode === request.stall) return null
      const found = await findStallFor(db, booking, request.stall)
      if (!found.ok) return found
      const { stall } = found
      // While a draw is being given out, whose the stall is may not stand in it yet.
      const isDrawn = booking.exhibitionState === 'drawn' && !stall.mayBeOffered
      if (isDrawn) return { ok: false, reason: 'stall_occupied', stalls: [stall.code] }
      const left = leftStall(booking)
      const offersAreMade = offerableUntil(booking, now) !== null
      if (offersAreMade && stall.nextWaiter !== null) {
        const next = await findNextWaiter(db.d1, left)
        if (next?.reference !== stall.nextWaiter) return { ok: false, reason: 'stall_occupied', stalls: [stall.code] }
      }
      return {
        stall,
        guards: [stallStillFree(stall), noDrawnPlaceIsTaken, ...(offersAreMade ? [passesNobodyOver(stall, left)] : [])],
        data: { movedFrom: booking.stallCode, ...(reason && { reasonCode: reason.code }) },
        message: { template: 'booking_moved', data: { stall: stall.code } },
        ...(reason?.text && { text: reason.text }),
      }
    },
    now,
  )
}

/** The place of the stall that a confirmed booking holds, which the table's CHECK sees to. */
function leftStall({ exhibitionId, stallZoneId, stallIsStepFree }: BookingRow) {
  if (stallZoneId === null) throw new Error('A confirmed booking holds a stall.')
  return { exhibitionId, zoneId: stallZoneId, isStepFree: stallIsStepFree === true }
}
