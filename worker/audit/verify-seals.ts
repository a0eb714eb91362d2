import { findSealAfter } from '../../db/queries/audit.ts'
import type { Store } from '../store.ts'
import type { AuditCheck } from './fault.ts'
import { computeSeal } from './seal.ts'

/** Recomputes every seal from the events it covers, one seal after another. */
export async function verifySeals(db: Store): Promise<AuditCheck> {
  let previous = { day: '', lastEventId: 0, mac: '' }
  for (let checked = 0; ; checked += 1) {
    const seal = await findSealAfter(db.d1, previous.day)
    if (!seal) return { checked, fault: null }
    if (seal.previousMac !== previous.mac) return { checked, fault: { code: 'seal_broken', where: seal.day } }
    const range = await computeSeal(db, seal.day, previous, seal.lastEventId)
    if (range.mac !== seal.mac || range.events !== seal.events || range.lastEventId !== seal.lastEventId) {
      return { checked, fault: { code: 'seal_differs', where: seal.day } }
    }
    previous = seal
  }
}
