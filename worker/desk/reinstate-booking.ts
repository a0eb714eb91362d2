import {
  lastOrdinalIs,
  mayReinstate,
  readReinstatementGround,
  stallStillClaimable,
} from '../../db/queries/act-ground.ts'
import type { BookingRow } from '../../db/queries/bookings.ts'
import type { Reasoned } from '../contract/desk-acts.ts'
import type { Store } from '../store.ts'
import { actOnBooking, type ActAtDeskOutcome, type ActRefusal, type StaffChange } from './act-on-booking.ts'
import type { Staff } from './staff.ts'

type ReinstateRefusal = { ok: false; reason: 'already_booked' | 'delegate_limit' }

export type ReinstateBookingOutcome = ActAtDeskOutcome | ReinstateRefusal

/**
 * Upholds an appeal against a refusal, before the freeze: a ballot's entry is in the draw again, another application
 * has its stall back if that can still be claimed, and else waits. Whoever waited before waits where they did.
 */
export function reinstateBooking(
  db: Store,
  staff: Staff,
  request: { reference: string } & Reasoned,
  now: number,
): Promise<ReinstateBookingOutcome> {
  const { reason } = request
  return actOnBooking<ActRefusal | ReinstateRefusal>(
    db,
    staff,
    { ...request, act: 'reinstate' },
    async (booking) => {
      const { state, exhibitionState, delegateKey } = booking
      if (exhibitionState !== 'open' && exhibitionState !== 'closed') {
        return { ok: false, reason: 'transition_refused', state }
      }
      const deployedLimit = db.settings.delegateLimit
      const ground = await readReinstatementGround(db.d1, booking.reference, deployedLimit)
      if (ground.hasLiveBooking) return { ok: false, reason: 'already_booked' }
      if (delegateKey !== null && ground.delegateBookings >= ground.delegateLimit)
        return { ok: false, reason: 'delegate_limit' }
      const placed = placeAgain(booking, ground)
      return {
        ...placed,
        guards: [mayReinstate(deployedLimit), ...placed.guards],
        data: { reasonCode: reason.code, ...placed.data },
        message: {
          template: 'booking_reinstated',
          data: { state: placed.to ?? state, reasonCode: reason.code },
        },
        ...(reason.text && { text: reason.text }),
      }
    },
    now,
  )
}

function placeAgain(
  { exhibitionMode, ordinal }: BookingRow,
  { isStallClaimable, lastOrdinal }: Awaited<ReturnType<typeof readReinstatementGround>>,
): StaffChange & Required<Pick<StaffChange, 'guards'>> {
  if (exhibitionMode === 'ballot') return { to: 'applied', guards: [] }
  if (isStallClaimable) return { to: 'pending', guards: [stallStillClaimable] }
  // The stall is somebody else's by now: what the booking keeps of it would only mislead.
  const waits = { to: 'waitlisted', data: { stall: null } } as const
  if (ordinal !== null) return { ...waits, set: { stall_id: null }, guards: [] }
  return { ...waits, set: { stall_id: null, ordinal: lastOrdinal + 1 }, guards: [lastOrdinalIs(lastOrdinal)] }
}
