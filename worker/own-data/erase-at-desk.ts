import { findBooking } from '../../db/queries/bookings.ts'
import type { BookingState } from '../contract/codes.ts'
import { worksIn, type Staff } from '../desk/staff.ts'
import type { Store } from '../store.ts'
import { eraseBooking } from './erase-booking.ts'

export type EraseAtDeskOutcome =
  | { ok: true; reference: string }
  | { ok: false; reason: 'booking_not_found' | 'not_your_governorate' }
  | { ok: false; reason: 'transition_refused'; state: BookingState }
  | { ok: false; reason: 'changed_meanwhile'; version: number }

/** Erases whoever asked for it by letter or telephone. It cannot be taken back, and gives the stall to the next waiter. */
export async function eraseAtDesk(
  db: Store,
  staff: Staff,
  { reference, version }: { reference: string; version?: number | null | undefined },
  now: number,
): Promise<EraseAtDeskOutcome> {
  const booking = await findBooking(db.d1, reference)
  if (!booking) return { ok: false, reason: 'booking_not_found' }
  if (!worksIn(staff, booking.exhibitionGovernorate)) return { ok: false, reason: 'not_your_governorate' }
  const erased = await eraseBooking(
    db,
    { reference, actor: `staff:${staff.id}`, cause: 'asked', ...(version != null && { seenVersion: version }) },
    now,
  )
  return erased.ok ? { ok: true, reference } : erased
}
