import { muscatDay, toInstant } from '../contract/dates.ts'
import { gateListText, type SignedGateList } from '../contract/gate-list.ts'
import { toBase64Url } from '../people/keyring.ts'
import type { Store } from '../store.ts'
import { isToday } from './check-in-booking.ts'
import { findOwnExhibition, type FindOwnExhibitionOutcome } from './find-own-exhibition.ts'
import { listExpectedAtGate } from './list-expected-at-gate.ts'
import type { Staff } from './staff.ts'

export type SignGateListOutcome =
  | { ok: true; list: SignedGateList }
  | Extract<FindOwnExhibitionOutcome, { ok: false }>
  | { ok: false; reason: 'pass_not_today' }

/** What a gate takes along for a day without a network: references, stalls and arrangements, nobody's name. */
export async function signGateList(
  db: Store,
  staff: Staff,
  request: { slug: string },
  now: number,
): Promise<SignGateListOutcome> {
  const found = await findOwnExhibition(db, staff, request.slug)
  if (!found.ok) return found
  const { id, slug } = found.exhibition
  if (!isToday(found.exhibition, now)) return { ok: false, reason: 'pass_not_today' }
  const day = muscatDay(now)
  const lines = await listExpectedAtGate(db, { exhibitionId: id, day })
  const text = gateListText({ exhibitionId: id, slug, day, asOf: toInstant(now), lines })
  const signature = toBase64Url(await db.keys.signPass(text))
  return { ok: true, list: { keyId: db.keys.passKeyId, text, signature } }
}
