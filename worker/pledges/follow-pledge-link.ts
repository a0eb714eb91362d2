import { foundTokenMs } from '../contract/limits.ts'
import { makeToken } from '../people/tokens.ts'
import type { Store } from '../store.ts'
import { openPledge, tokenSubject, type PledgeCredential } from './open-pledge.ts'

export type FollowPledgeLinkOutcome = { ok: true; manageToken: string } | { ok: false; reason: 'pledge_not_found' }

/** A message's link opens the pledge, for 24 hours on this device. */
export async function followPledgeLink(
  db: Store,
  who: PledgeCredential,
  now: number,
): Promise<FollowPledgeLinkOutcome> {
  const opened = await openPledge(db, who, ['link', 'mail_link'], now)
  if (!opened.ok) return opened
  const until = now + foundTokenMs
  return { ok: true, manageToken: await makeToken(db.keys, who.reference, 'manage', tokenSubject(opened.row), until) }
}
