import { listEventMacs } from '../../db/queries/audit.ts'
import type { Store } from '../store.ts'

/** Part of the seal's format: another page size gives another mac. */
const pageEvents = 500

/** How many events one seal covers at most; what is left goes into the next day's. */
const pagesMax = 200

export interface SealedRange {
  lastEventId: number
  events: number
  mac: string
}

/**
 * Folds the events after one seal, in the order they were written, into the mac of the next: page by page
 * an HMAC over the value so far and each event's id and mac, then one over the day, the counts and that value.
 */
export async function computeSeal(
  db: Store,
  day: string,
  previous: { lastEventId: number; mac: string },
  upToId: number,
): Promise<SealedRange> {
  let folded = previous.mac
  let lastEventId = previous.lastEventId
  let events = 0
  for (let page = 0; page < pagesMax; page += 1) {
    const macs = await listEventMacs(db.d1, { afterId: lastEventId, upToId }, pageEvents)
    if (macs.length === 0) break
    folded = await db.keys.mac('event', JSON.stringify(['seal-page', folded, macs.map(({ id, mac }) => [id, mac])]))
    lastEventId = macs.at(-1)?.id ?? lastEventId
    events += macs.length
  }
  const mac = await db.keys.mac('event', JSON.stringify(['seal', day, lastEventId, events, previous.mac, folded]))
  return { lastEventId, events, mac }
}
