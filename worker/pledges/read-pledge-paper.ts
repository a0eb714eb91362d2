import { findPledge } from '../../db/queries/pledges.ts'
import type { Staff } from '../desk/staff.ts'
import type { Store } from '../store.ts'
import { viewPledge } from './pledge-view.ts'
import type { ReadPledgeOutcome } from './read-pledge.ts'

/** A pledge as its papers show it, for staff who print them for a company. */
export async function readPledgePaper(
  db: Store,
  _staff: Staff,
  { reference }: { reference: string },
): Promise<ReadPledgeOutcome> {
  const row = await findPledge(db.d1, reference)
  return row ? { ok: true, pledge: await viewPledge(db, row) } : { ok: false, reason: 'pledge_not_found' }
}
