import { queueProof } from '../../db/queries/delegates.ts'
import type { Language } from '../contract/codes.ts'
import { failedFindsMax, linkPauseMs, minuteMs } from '../contract/limits.ts'
import { phoneKey } from '../people/person.ts'
import type { Store } from '../store.ts'

export type AskFamiliesLinkOutcome = { ok: true } | { ok: false; reason: 'too_many_requests' }

/**
 * Sends a delegate the link to its families. Whether the phone is a delegate's or not, the answer is the same and takes
 * the same steps; asking again within ten minutes sends nothing more.
 */
export async function askFamiliesLink(
  db: Store,
  who: { address: string },
  request: { phone: string; language: Language },
  now: number,
): Promise<AskFamiliesLinkOutcome> {
  if (!(await db.limits.allowsFind(who.address))) return { ok: false, reason: 'too_many_requests' }
  const delegateKey = await phoneKey(db.keys, request.phone)
  await queueProof(db.d1, {
    delegateKey,
    language: request.language,
    askKey: await db.keys.mac('lookup', `families|${delegateKey}`),
    minute: Math.floor(now / minuteMs),
    asksMax: failedFindsMax,
    window: Math.floor(now / linkPauseMs),
    atUtc: now,
  })
  return { ok: true }
}
