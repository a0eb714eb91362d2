import { findLastDays } from '../../db/queries/attendance.ts'
import { muscatDay } from '../contract/dates.ts'
import type { GateBooking, Reasoned } from '../contract/desk-acts.ts'
import { undoCheckInMs } from '../contract/limits.ts'
import type { Store } from '../store.ts'
import { changeAtDesk, type ActRefusal } from './act-on-booking.ts'
import { viewGateBooking } from './gate-booking.ts'
import type { Staff } from './staff.ts'

type UndoRefusal = { ok: false; reason: 'role_required' }

export type UndoCheckInOutcome = { ok: true; booking: GateBooking } | ActRefusal | UndoRefusal

/**
 * Takes back the last day's check-in: a gate within ten minutes, a manager after. Whoever also came on an earlier day
 * stays checked in.
 */
export async function undoCheckIn(
  db: Store,
  staff: Staff,
  request: { reference: string } & Reasoned,
  now: number,
): Promise<UndoCheckInOutcome> {
  const { reason } = request
  const outcome = await changeAtDesk<UndoRefusal>(
    db,
    staff,
    { ...request, act: 'undo-check-in' },
    async (booking) => {
      const [last, before] = await findLastDays(db.d1, booking.reference)
      const isRecent = last?.day === muscatDay(now) && now - last.atUtc <= undoCheckInMs
      if (staff.role === 'gate' && !isRecent) return { ok: false, reason: 'role_required' }
      return {
        to: before ? 'checked_in' : 'confirmed',
        data: { reasonCode: reason.code, ...(last && { day: last.day }) },
        ...(last && { effects: { attendance: { day: last.day, isRemoved: true } } }),
        ...(reason.text && { text: reason.text }),
      }
    },
    now,
  )
  return outcome.ok ? { ok: true, booking: await viewGateBooking(db, outcome.row) } : outcome
}
