import { findBooking, type BookingRow } from '../../db/queries/bookings.ts'
import { changeGuarded, type GuardedChangeRequest } from '../bookings/change-booking.ts'
import { settleBooking } from '../bookings/settle-booking.ts'
import { statesBefore, type BookingAct } from '../contract/booking-transitions.ts'
import type { BookingState } from '../contract/codes.ts'
import type { DeskBooking } from '../contract/desk.ts'
import type { Store } from '../store.ts'
import { isOwnEntry } from './allowed-acts.ts'
import { viewDeskBooking } from './desk-booking-view.ts'
import { worksAt, type Staff } from './staff.ts'

export interface ActOnBooking {
  reference: string
  /** The version the sender saw; without one the act applies to whatever is there. */
  version?: number | null | undefined
}

/** Why an act on a booking was not carried out, whichever act it is. */
export type ActRefusal =
  | { ok: false; reason: 'booking_not_found' | 'not_your_governorate' | 'own_entry' }
  | { ok: false; reason: 'transition_refused'; state: BookingState }
  | { ok: false; reason: 'changed_meanwhile'; version: number }

export type ActAtDeskOutcome = { ok: true; booking: DeskBooking } | ActRefusal

/**
 * What an act changes, from the booking as it is; null when there is nothing left to do, or why it is refused. It is
 * asked again whenever the ground moved between its reading and the writing, so it reads everything it needs.
 */
export type Compose<R = never> = (booking: BookingRow) => Promise<StaffChange | R | null> | StaffChange | R | null
export type StaffChange = Omit<GuardedChangeRequest, 'act' | 'actor' | 'seenVersion' | 'guards'> &
  Partial<Pick<GuardedChangeRequest, 'guards'>>

const retriesMax = 40

/** An act of a colleague on one booking: within their reach, never on their own entry, never over a newer version. */
export async function changeAtDesk<R extends { ok: false } = never>(
  db: Store,
  staff: Staff,
  request: ActOnBooking & { act: BookingAct },
  compose: Compose<R>,
  now: number,
): Promise<{ ok: true; row: BookingRow; isChanged: boolean } | ActRefusal | R> {
  const { act, reference, version } = request
  for (let attempt = 0; attempt < retriesMax; attempt += 1) {
    const found = await findBooking(db.d1, reference)
    if (!found) return { ok: false, reason: 'booking_not_found' }
    const exhibition = { id: found.exhibitionId, governorate: found.exhibitionGovernorate }
    if (!worksAt(staff, exhibition)) return { ok: false, reason: 'not_your_governorate' }
    if (isOwnEntry(staff, found, act)) return { ok: false, reason: 'own_entry' }
    const booking = await settleBooking(db, found, now)
    if (version != null && version !== booking.version) {
      return { ok: false, reason: 'changed_meanwhile', version: booking.version }
    }
    const { state } = booking
    if (!statesBefore(act).includes(state)) return { ok: false, reason: 'transition_refused', state }
    const change = await compose(booking)
    if (!change) return { ok: true, row: booking, isChanged: false }
    if ('ok' in change) return change
    const whole = { guards: [], ...change, act, actor: `staff:${staff.id}` as const, seenVersion: booking.version }
    const outcome = await changeGuarded(db, reference, whole, now)
    if (outcome.ok) return { ok: true, row: outcome.booking, isChanged: true }
    // Somebody was faster, here or around it: another look says what they did.
  }
  throw new Error('A booking kept changing while staff acted on it.')
}

/** The same, answered with the booking as staff see it. */
export async function actOnBooking<R extends { ok: false } = never>(
  db: Store,
  staff: Staff,
  request: ActOnBooking & { act: BookingAct },
  compose: Compose<R>,
  now: number,
): Promise<ActAtDeskOutcome | R> {
  const outcome = await changeAtDesk(db, staff, request, compose, now)
  return outcome.ok ? { ok: true, booking: await viewDeskBooking(db, staff, outcome.row) } : outcome
}
