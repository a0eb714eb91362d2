import { findBooking, type BookingRow } from '../../db/queries/bookings.ts'
import { changeBooking, type ChangeRequest } from '../bookings/change-booking.ts'
import { settleBooking } from '../bookings/settle-booking.ts'
import type { BookingState } from '../contract/codes.ts'
import type { DeskAct, DeskBooking } from '../contract/desk.ts'
import type { Store } from '../store.ts'
import { isOwnEntry } from './allowed-acts.ts'
import { viewDeskBooking } from './desk-booking-view.ts'
import { worksIn, type Staff } from './staff.ts'

export interface ActOnBooking {
  reference: string
  /** The version the sender saw; without one the act applies to whatever is there. */
  version?: number | null | undefined
}

export type ActAtDeskOutcome =
  | { ok: true; booking: DeskBooking }
  | { ok: false; reason: 'booking_not_found' | 'not_your_governorate' | 'own_entry' }
  | { ok: false; reason: 'transition_refused'; state: BookingState }
  | { ok: false; reason: 'changed_meanwhile'; version: number }

/** What an act changes, from the booking as it is; null when there is nothing left to do. */
type Compose = (booking: BookingRow) => Promise<StaffChange | null> | StaffChange | null
type StaffChange = Omit<ChangeRequest, 'act' | 'actor' | 'seenVersion'>

const retriesMax = 8

/** An act of a colleague on one booking: within their governorates, never on their own entry, never over a newer version. */
export async function actOnBooking(
  db: Store,
  staff: Staff,
  request: ActOnBooking & { act: DeskAct },
  compose: Compose,
  now: number,
): Promise<ActAtDeskOutcome> {
  const { act, reference, version } = request
  for (let attempt = 0; attempt < retriesMax; attempt += 1) {
    const found = await findBooking(db.d1, reference)
    if (!found) return { ok: false, reason: 'booking_not_found' }
    if (!worksIn(staff, found.exhibitionGovernorate)) return { ok: false, reason: 'not_your_governorate' }
    if (isOwnEntry(staff, found, act)) return { ok: false, reason: 'own_entry' }
    const booking = await settleBooking(db, found, now)
    if (version != null && version !== booking.version) {
      return { ok: false, reason: 'changed_meanwhile', version: booking.version }
    }
    const change = await compose(booking)
    if (!change) return { ok: true, booking: await viewDeskBooking(db, staff, booking) }
    const whole = { ...change, act, actor: `staff:${staff.id}` as const, seenVersion: booking.version }
    const outcome = await changeBooking(db, reference, whole, now)
    if (outcome.ok) return { ok: true, booking: await viewDeskBooking(db, staff, outcome.booking) }
    // Refused for what stood here before: final. Otherwise someone was faster, and another look says what they did.
    if (outcome.reason === 'transition_refused' && outcome.state === booking.state) return outcome
  }
  throw new Error('A booking kept changing while staff acted on it.')
}
