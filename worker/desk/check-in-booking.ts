import { findLastDays } from '../../db/queries/attendance.ts'
import type { BookingRow } from '../../db/queries/bookings.ts'
import { muscatDay, toInstant } from '../contract/dates.ts'
import type { CheckedIn } from '../contract/desk-acts.ts'
import type { Store } from '../store.ts'
import { changeAtDesk, type ActOnBooking, type ActRefusal } from './act-on-booking.ts'
import { viewGateBooking } from './gate-booking.ts'
import type { Staff } from './staff.ts'

type CheckInRefusal = { ok: false; reason: 'pass_not_today' } | { ok: false; reason: 'pass_invalid' }

export type CheckInOutcome = { ok: true; checkIn: CheckedIn } | ActRefusal | CheckInRefusal

/** Whether a booking's exhibition takes place on the day of this instant. */
export const isToday = ({ startsOn, endsOn }: Pick<BookingRow, 'startsOn' | 'endsOn'>, now: number): boolean =>
  startsOn <= muscatDay(now) && muscatDay(now) <= endsOn

/**
 * Records that an exhibitor came today: once a day, however many gates ask. `stall` is the one that a pass names; a
 * pass from before a move names another and is refused.
 */
export async function checkInBooking(
  db: Store,
  staff: Staff,
  request: ActOnBooking & { stall?: string },
  now: number,
): Promise<CheckInOutcome> {
  const day = muscatDay(now)
  const outcome = await changeAtDesk<CheckInRefusal>(
    db,
    staff,
    { ...request, act: 'check-in' },
    async (booking) => {
      if (request.stall !== undefined && request.stall !== booking.stallCode) {
        return { ok: false, reason: 'pass_invalid' }
      }
      if (!isToday(booking, now)) return { ok: false, reason: 'pass_not_today' }
      const [last] = await findLastDays(db.d1, booking.reference)
      if (last?.day === day) return null
      return { to: 'checked_in', data: { day }, effects: { attendance: { day, staffId: staff.id } } }
    },
    now,
  )
  if (!outcome.ok) return outcome
  const { row, isChanged } = outcome
  const [last] = await findLastDays(db.d1, row.reference)
  const checkIn = {
    ...(await viewGateBooking(db, row)),
    checkedInAt: toInstant(last?.atUtc ?? now),
    repeated: !isChanged,
  }
  return { ok: true, checkIn }
}
