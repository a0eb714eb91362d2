import { openBooking, type BookingCredential } from '../bookings/open-booking.ts'
import type { BookingState } from '../contract/codes.ts'
import { passClaim, passText } from '../contract/pass.ts'
import type { Store } from '../store.ts'

export type IssuePassOutcome =
  | { ok: true; pass: string }
  | { ok: false; reason: 'booking_not_found' }
  | { ok: false; reason: 'transition_refused'; state: BookingState }

/**
 * The signed text that a gate reads from a pass. It is made anew each time and stored nowhere: it says what the booking
 * is now, and a gate with a network refuses it once that is true no more.
 */
export async function issuePass(db: Store, who: BookingCredential, now: number): Promise<IssuePassOutcome> {
  const opened = await openBooking(db, who, ['manage', 'delegate'], now)
  if (!opened.ok) return opened
  const { state, reference, exhibitionId, stallCode, startsOn, endsOn } = opened.row
  if (stallCode === null || (state !== 'confirmed' && state !== 'checked_in')) {
    return { ok: false, reason: 'transition_refused', state }
  }
  const claim = passClaim({
    keyId: db.keys.passKeyId,
    reference,
    exhibitionId,
    stall: stallCode,
    startsOn,
    endsOn,
  })
  return { ok: true, pass: passText(claim, await db.keys.signPass(claim)) }
}
