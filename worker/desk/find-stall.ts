import { findStallGround, type StallGround } from '../../db/queries/act-ground.ts'
import type { BookingRow } from '../../db/queries/bookings.ts'
import type { FieldError } from '../contract/codes.ts'
import type { Store } from '../store.ts'

export type StallRefusal =
  | { ok: false; reason: 'stall_unknown' | 'invalid_input'; errors: FieldError[] }
  | { ok: false; reason: 'stall_occupied'; stalls: string[] }

/** The free stall that staff name for a booking. It must suit: staff may not give a stall that lacks step-free access. */
export async function findStallFor(
  db: Store,
  booking: BookingRow,
  code: string,
): Promise<{ ok: true; stall: StallGround } | StallRefusal> {
  const stall = await findStallGround(db.d1, booking.exhibitionId, code)
  if (!stall) return { ok: false, reason: 'stall_unknown', errors: [{ field: 'stall', code: 'unknown' }] }
  if (stall.isWithheld || (booking.needsStepFree && !stall.isStepFree)) {
    return { ok: false, reason: 'invalid_input', errors: [{ field: 'stall', code: 'not_allowed' }] }
  }
  return stall.isFree ? { ok: true, stall } : { ok: false, reason: 'stall_occupied', stalls: [stall.code] }
}
