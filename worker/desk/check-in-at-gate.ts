import { findBooking } from '../../db/queries/bookings.ts'
import type { ExhibitionRow } from '../../db/queries/exhibitions.ts'
import { clockSkewMs, lateCheckInMs } from '../contract/limits.ts'
import { verifyPass } from '../contract/pass.ts'
import { normaliseReference } from '../contract/text.ts'
import type { Store } from '../store.ts'
import { checkInBooking, isToday, type CheckInOutcome } from './check-in-booking.ts'
import type { Staff } from './staff.ts'

/** The text of a pass, or a reference as somebody typed it. */
export type Shown = { pass: string } | { reference: string }

export type CheckInAtGate = Shown & {
  /** The exhibition whose gate it is; whoever calls has asked whether it is the colleague's own. */
  exhibition: ExhibitionRow
  cameAtUtc?: number | undefined
}

export type CheckInAtGateOutcome = CheckInOutcome | { ok: false; reason: 'pass_other_exhibition' | 'too_early' }

/** Lets in whoever shows a pass at the gate of an exhibition, or names their reference: this exhibition, that day. */
export async function checkInAtGate(
  db: Store,
  staff: Staff,
  { exhibition, cameAtUtc, ...shown }: CheckInAtGate,
  now: number,
): Promise<CheckInAtGateOutcome> {
  const pass = 'pass' in shown ? await verifyPass(db.keys.passKeys, shown.pass) : null
  if (!pass && 'pass' in shown) return { ok: false, reason: 'pass_invalid' }
  const reference = 'reference' in shown ? normaliseReference(shown.reference) : ''
  const exhibitionId = pass ? pass.exhibitionId : (await findBooking(db.d1, reference))?.exhibitionId
  if (exhibitionId === undefined) return { ok: false, reason: 'booking_not_found' }
  if (exhibitionId !== exhibition.id) return { ok: false, reason: 'pass_other_exhibition' }
  if (cameAtUtc !== undefined && cameAtUtc > now + clockSkewMs) return { ok: false, reason: 'too_early' }
  const isTooLate = cameAtUtc !== undefined && cameAtUtc < now - lateCheckInMs
  if (isTooLate || !isToday(exhibition, cameAtUtc ?? now)) return { ok: false, reason: 'pass_not_today' }
  const request = pass ? { reference: pass.reference, stall: pass.stall } : { reference }
  return checkInBooking(db, staff, { ...request, cameAtUtc }, now)
}
