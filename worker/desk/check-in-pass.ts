import type { CheckIn } from '../contract/desk-acts.ts'
import { verifyPass } from '../contract/pass.ts'
import type { Store } from '../store.ts'
import { checkInBooking, isToday, type CheckInOutcome } from './check-in-booking.ts'
import { findOwnExhibition } from './find-own-exhibition.ts'
import type { Staff } from './staff.ts'

export type CheckInPassOutcome =
  CheckInOutcome | { ok: false; reason: 'exhibition_not_found' | 'pass_other_exhibition' }

/** Lets in whoever shows a pass at the gate of an exhibition: signed by us, for this exhibition, today. */
export async function checkInPass(db: Store, staff: Staff, request: CheckIn, now: number): Promise<CheckInPassOutcome> {
  const found = await findOwnExhibition(db, staff, request.exhibition)
  if (!found.ok) return found
  const pass = await verifyPass(db.keys.passKeys, request.pass)
  if (!pass) return { ok: false, reason: 'pass_invalid' }
  if (pass.exhibitionId !== found.exhibition.id) return { ok: false, reason: 'pass_other_exhibition' }
  if (!isToday(found.exhibition, now)) return { ok: false, reason: 'pass_not_today' }
  return checkInBooking(db, staff, { reference: pass.reference, stall: pass.stall }, now)
}
