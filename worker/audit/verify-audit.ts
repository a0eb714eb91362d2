import { streamOwners } from '../../db/queries/audit.ts'
import type { Store } from '../store.ts'
import type { AuditFault } from './fault.ts'
import { verifyHeads } from './verify-heads.ts'
import { verifySeals } from './verify-seals.ts'
import { verifyStreams } from './verify-streams.ts'

export interface AuditReport {
  /** How many of each were found right before the first fault. */
  counts: Record<string, number>
  fault: AuditFault | null
}

/** Checks the whole audit: streams, the rows that name their last events, and seals; it stops at the first fault. */
export async function verifyAudit(db: Store): Promise<AuditReport> {
  const checks = [
    { name: 'events', run: () => verifyStreams(db) },
    ...streamOwners.map((owner) => ({ name: owner.table, run: () => verifyHeads(db, owner) })),
    { name: 'seals', run: () => verifySeals(db) },
  ]
  const counts: Record<string, number> = {}
  for (const { name, run } of checks) {
    const { checked, fault } = await run()
    counts[name] = checked
    if (fault) return { counts, fault }
  }
  return { counts, fault: null }
}
