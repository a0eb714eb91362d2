import { listHeads, type StreamOwner } from '../../db/queries/audit.ts'
import type { Store } from '../store.ts'
import type { AuditCheck } from './fault.ts'

const pageOwners = 500

/** Checks, in pages, that each owner's version and mac are those of its stream's last event. */
export async function verifyHeads(db: Store, owner: StreamOwner): Promise<AuditCheck> {
  let checked = 0
  let last: string | number = owner.key === 'id' ? 0 : ''
  for (;;) {
    const heads = await listHeads(db.d1, owner, last, pageOwners)
    for (const head of heads) {
      // An owner without events has version 0 and an empty mac.
      if (head.headMac !== (head.version === 0 ? '' : head.mac)) {
        return { checked, fault: { code: 'head_differs', where: `${owner.prefix}${head.key}` } }
      }
      checked += 1
      last = head.key
    }
    if (heads.length < pageOwners) return { checked, fault: null }
  }
}
