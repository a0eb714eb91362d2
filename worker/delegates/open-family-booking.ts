import { findBooking } from '../../db/queries/bookings.ts'
import type { FamiliesCredential } from '../contract/delegates.ts'
import { foundTokenMs } from '../contract/limits.ts'
import { makeToken } from '../people/tokens.ts'
import type { Store } from '../store.ts'
import { openFamilies } from './open-families.ts'

/** The delegate's own token for one family's booking, for 24 hours; null when it does not act for that family. */
export async function openFamilyBooking(
  db: Store,
  who: FamiliesCredential | null,
  reference: string,
  now: number,
): Promise<string | null> {
  if (who === null || !(await openFamilies(db, who, now))) return null
  const row = await findBooking(db.d1, reference)
  if (row?.delegateKey !== who.delegateKey) return null
  return makeToken(db.keys, reference, 'delegate', row, now + foundTokenMs)
}
