import { countFind, findBooking, forgiveFind } from '../../db/queries/bookings.ts'
import { queueBookingLink } from '../../db/queries/outbox.ts'
import type { FindBooking } from '../contract/booking.ts'
import { failedFindsMax, foundTokenMs, linkPauseMs, minuteMs } from '../contract/limits.ts'
import { phoneKey } from '../people/person.ts'
import { equalInConstantTime, makeToken } from '../people/tokens.ts'
import type { Store } from '../store.ts'

export type FindBookingOutcome =
  | { ok: true; reference: string; manageToken: string }
  /** Both are right, and the link went to the phone on record. */
  | { ok: false; reason: 'link_sent' }
  | { ok: false; reason: 'booking_not_found' | 'too_many_requests' }

/**
 * A reference and the phone on record give a token for 24 hours. Whichever is wrong, and after five failed
 * finds of one reference in a minute, the answer is the same and takes the same steps. Whoever booked for a family and
 * was revoked knows both: such a booking is opened by a link to its phone only, sent once in ten minutes.
 */
export async function findBookingByPhone(
  db: Store,
  who: { address: string },
  request: FindBooking,
  now: number,
): Promise<FindBookingOutcome> {
  if (!(await db.limits.allowsFind(who.address))) return { ok: false, reason: 'too_many_requests' }
  const minute = Math.floor(now / minuteMs)
  const [key, referenceKey] = await Promise.all([
    phoneKey(db.keys, request.phone),
    db.keys.mac('lookup', `find|${request.reference}`),
  ])
  // Counted before it is judged, so that a thousand guesses at once are not all the first.
  const [row, finds] = await Promise.all([
    findBooking(db.d1, request.reference),
    countFind(db.d1, referenceKey, minute),
  ])
  const isApplicant = equalInConstantTime(row?.phoneKey ?? '', key)
  const isDelegate = equalInConstantTime(row?.delegateKey ?? '', key)
  if (!row || finds > failedFindsMax || !(isApplicant || isDelegate)) return { ok: false, reason: 'booking_not_found' }
  await forgiveFind(db.d1, referenceKey, minute)
  if (row.delegateRevokedAtUtc !== null) {
    const { language } = row
    await queueBookingLink(db.d1, { reference: row.reference, language, window: Math.floor(now / linkPauseMs), now })
    return { ok: false, reason: 'link_sent' }
  }
  const purpose = isApplicant ? 'manage' : 'delegate'
  const manageToken = await makeToken(db.keys, row.reference, purpose, row, now + foundTokenMs)
  return { ok: true, reference: row.reference, manageToken }
}
