import { countFind, forgiveFind } from '../../db/queries/bookings.ts'
import { findPledgeHeads } from '../../db/queries/pledges.ts'
import { failedFindsMax, foundTokenMs, minuteMs } from '../contract/limits.ts'
import type { FindPledge } from '../contract/pledge.ts'
import { normalisePhone, withLatinDigits } from '../contract/text.ts'
import { emailKey } from '../people/company.ts'
import { phoneKey } from '../people/person.ts'
import { equalInConstantTime, makeToken } from '../people/tokens.ts'
import type { Store } from '../store.ts'
import { tokenSubject } from './open-pledge.ts'

export type FindPledgeOutcome =
  { ok: true; reference: string; manageToken: string } | { ok: false; reason: 'pledge_not_found' | 'too_many_requests' }

/**
 * A reference and the e-mail or phone on record give a token for 24 hours. Whichever is wrong, and after five failed
 * finds of one reference in a minute, the answer is the same and takes the same steps.
 */
export async function findPledgeByContact(
  db: Store,
  who: { address: string },
  request: FindPledge,
  now: number,
): Promise<FindPledgeOutcome> {
  if (!(await db.limits.allowsFind(who.address))) return { ok: false, reason: 'too_many_requests' }
  const { reference, contact } = request
  const minute = Math.floor(now / minuteMs)
  const [asEmail, asPhone, referenceKey] = await Promise.all([
    emailKey(db.keys, withLatinDigits(contact)),
    phoneKey(db.keys, normalisePhone(contact)),
    db.keys.mac('lookup', `find|${reference}`),
  ])
  // Counted before it is judged, so that a thousand guesses at once are not all the first.
  const [[row], finds] = await Promise.all([
    findPledgeHeads(db.d1, [reference]),
    countFind(db.d1, referenceKey, minute),
  ])
  const isEmail = equalInConstantTime(row?.emailKey ?? '', asEmail)
  const isPhone = equalInConstantTime(row?.phoneKey ?? '', asPhone)
  if (!row || finds > failedFindsMax || !(isEmail || isPhone)) return { ok: false, reason: 'pledge_not_found' }
  await forgiveFind(db.d1, referenceKey, minute)
  const manageToken = await makeToken(db.keys, reference, 'manage', tokenSubject(row), now + foundTokenMs)
  return { ok: true, reference, manageToken }
}
