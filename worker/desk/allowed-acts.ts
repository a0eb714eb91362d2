import type { BookingRow } from '../../db/queries/bookings.ts'
import { bookingTransitions, type BookingAct, type BookingTransition } from '../contract/booking-transitions.ts'
import { deskActs, type DeskAct } from '../contract/desk.ts'
import type { Staff } from './staff.ts'

/** Acts that weigh an application against others; the rest only carry out what was decided. */
const judgements: readonly BookingAct[] = ['check', 'confirm', 'decline', 'reinstate', 'offer']

/** Whoever typed an application in does not judge it. */
export const isOwnEntry = (staff: Staff, booking: BookingRow, act: BookingAct): boolean =>
  judgements.includes(act) && booking.enteredBy === staff.id

/** What this colleague may do to the booking as it stands; only then is a button shown for it. */
export function allowedActs(staff: Staff, booking: BookingRow): DeskAct[] {
  const { state, exhibitionState } = booking
  return deskActs.filter((act) => {
    const transition: BookingTransition | undefined = bookingTransitions.find((line) => line.act === act)
    const isAllowed = transition?.from.includes(state) && transition.by.some((actor) => actor === staff.role)
    const isDone =
      (act === 'check' && booking.checkedAtUtc !== null) ||
      ((act === 'release-phone' || act === 'ask') && booking.phoneKey === null && booking.delegateKey === null)
    const isPast =
      (act === 'reinstate' && exhibitionState !== 'open' && exhibitionState !== 'closed') ||
      (act === 'check-in' && exhibitionState !== 'live')
    return isAllowed && !isDone && !isPast && !isOwnEntry(staff, booking, act)
  })
}
