import { findAttendedDay, findLastUndo } from '../../db/queries/attendance.ts'
import type { BookingRow } from '../../db/queries/bookings.ts'
import { bookingStream } from '../audit/event.ts'
import { muscatDay, toInstant } from '../contract/dates.ts'
import type { CheckedIn } from '../contract/desk-acts.ts'
import type { Store } from '../store.ts'
import { changeAtDesk, type ActOnBooking, type ActRefusal } from './act-on-booking.ts'
import { viewGateBooking } from './gate-booking.ts'
import type { Staff } from './staff.ts'

type CheckInRefusal =
  | { ok: false; reason: 'pass_not_today' | 'pass_invalid' }
  // Somebody took the day back after this check-in happened at a gate without a network.
  | { ok: false; reason: 'changed_meanwhile'; version: number }

export type CheckInOutcome = { ok: true; checkIn: CheckedIn } | ActRefusal | CheckInRefusal

export interface CheckInBooking extends ActOnBooking {
  /** The stall that a pass names; a pass from before a move names another and is refused. */
  stall?: string
  /** When it happened, at a gate that had no network then; absent for now. */
  cameAtUtc?: number | undefined
}

/** Whether a booking's exhibition takes place on the day of this instant. */
export const isToday = ({ startsOn, endsOn }: Pick<BookingRow, 'startsOn' | 'endsOn'>, now: number): boolean =>
  startsOn <= muscatDay(now) && muscatDay(now) <= endsOn

/**
 * Records that an exhibitor came: once a day, however many gates ask. Of several gates the earliest time is kept,
 * whichever of them tells first. What a colleague took back stays so, unless the check-in happened after that.
 */
export async function checkInBooking(
  db: Store,
  staff: Staff,
  request: CheckInBooking,
  now: number,
): Promise<CheckInOutcome> {
  const cameAtUtc = Math.min(request.cameAtUtc ?? now, now)
  const isLate = request.cameAtUtc !== undefined
  const day = muscatDay(cameAtUtc)
  let isRepeated = false
  const outcome = await changeAtDesk<CheckInRefusal>(
    db,
    staff,
    { ...request, act: 'check-in' },
    async (booking) => {
      const { reference, stallCode, version } = booking
      if (request.stall !== undefined && request.stall !== stallCode) return { ok: false, reason: 'pass_invalid' }
      if (!isToday(booking, cameAtUtc)) return { ok: false, reason: 'pass_not_today' }
      const attended = await findAttendedDay(db.d1, reference, day)
      isRepeated = attended !== null
      if (attended && !(isLate && cameAtUtc < attended.atUtc)) return null
      const undoneAtUtc = isLate ? await findLastUndo(db.d1, bookingStream(reference)) : null
      if (undoneAtUtc !== null && cameAtUtc <= undoneAtUtc) return { ok: false, reason: 'changed_meanwhile', version }
      return {
        to: 'checked_in',
        data: { day, ...(isLate && { cameAtUtc }) },
        effects: { attendance: { day, staffId: staff.id, cameAtUtc, isEarlier: isRepeated } },
      }
    },
    now,
  )
  if (!outcome.ok) return outcome
  const { row } = outcome
  const attended = await findAttendedDay(db.d1, row.reference, day)
  const checkIn = {
    ...(await viewGateBooking(db, row)),
    checkedInAt: toInstant(attended?.atUtc ?? cameAtUtc),
    repeated: isRepeated,
  }
  return { ok: true, checkIn }
}
