import { findLastSeal, findSealBefore } from '../../db/queries/audit.ts'
import type { SealCheck } from '../contract/audit.ts'
import type { Store } from '../store.ts'
import { computeSeal } from './seal.ts'

/** A request recomputes a seal of so many events; `npm run audit:verify` recomputes any. */
const checkedEventsMax = 5_000

/** Recomputes the last daily seal from the events it covers; null while nothing was sealed. */
export async function checkLastSeal(db: Store): Promise<SealCheck | null> {
  const seal = await findLastSeal(db.d1)
  if (!seal) return null
  const { day, events, lastEventId } = seal
  if (events > checkedEventsMax) return { day, events, lastEventId, isChecked: false, fault: null }
  const previous = (await findSealBefore(db.d1, day)) ?? { lastEventId: 0, mac: '' }
  if (seal.previousMac !== previous.mac) {
    return { day, events, lastEventId, isChecked: true, fault: { code: 'seal_broken', where: day } }
  }
  const range = await computeSeal(db, day, previous, lastEventId)
  const isSame = range.mac === seal.mac && range.events === events && range.lastEventId === lastEventId
  return { day, events, lastEventId, isChecked: true, fault: isSame ? null : { code: 'seal_differs', where: day } }
}
