import { findLastEventId, findLastSeal, insertSealIfNext } from '../../db/queries/audit.ts'
import type { Store } from '../store.ts'
import { computeSeal } from './seal.ts'

/**
 * Seals every event since the seal before into one hash, once for a day (Asia/Muscat, `YYYY-MM-DD`). Calling it
 * again for a sealed day costs one read; ten runs at once write one seal.
 */
export async function sealDay(db: Store, day: string): Promise<void> {
  const last = await findLastSeal(db.d1)
  if (last && last.day >= day) return
  const previousMac = last?.mac ?? ''
  const previous = { lastEventId: last?.lastEventId ?? 0, mac: previousMac }
  const range = await computeSeal(db, day, previous, await findLastEventId(db.d1))
  await insertSealIfNext(db.d1, { day, previousMac, ...range }, last?.day ?? null)
}
