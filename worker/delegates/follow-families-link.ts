import { findBooking } from '../../db/queries/bookings.ts'
import { findDelegate, markProven } from '../../db/queries/delegates.ts'
import type { BookingCredential } from '../bookings/open-booking.ts'
import type { FamiliesCredential } from '../contract/delegates.ts'
import { foundTokenMs } from '../contract/limits.ts'
import { makeFamiliesToken, opensFamilies } from '../people/tokens.ts'
import type { Store } from '../store.ts'

/**
 * What the link in a delegate's message opens: all its families, for 24 hours on this device. Some programs open every
 * link, so it does nothing but that, and notes that the message reached the phone. Null for any other link, and
 * once the booking that lends its address has no delegate any more.
 */
export async function followFamiliesLink(
  db: Store,
  { reference, token }: BookingCredential,
  now: number,
): Promise<FamiliesCredential | null> {
  const delegateKey = (await findBooking(db.d1, reference))?.delegateKey
  const delegate = delegateKey ? await findDelegate(db.d1, delegateKey) : null
  if (!delegateKey || !delegate) return null
  const { tokenVersion, provenAtUtc } = delegate
  if (!(await opensFamilies(db.keys, token, 'families_link', { delegateKey, tokenVersion }, now))) return null
  if (provenAtUtc === null) await markProven(db.d1, delegateKey, now)
  return {
    delegateKey,
    token: await makeFamiliesToken(db.keys, delegateKey, 'families', tokenVersion, now + foundTokenMs),
  }
}
