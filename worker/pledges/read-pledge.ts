import type { PledgeView } from '../contract/pledge.ts'
import type { Store } from '../store.ts'
import { openPledge, type PledgeCredential } from './open-pledge.ts'
import { viewPledge } from './pledge-view.ts'

export type ReadPledgeOutcome = { ok: true; pledge: PledgeView } | { ok: false; reason: 'pledge_not_found' }

export async function readPledge(db: Store, who: PledgeCredential, now: number): Promise<ReadPledgeOutcome> {
  const opened = await openPledge(db, who, ['manage'], now)
  return opened.ok ? { ok: true, pledge: await viewPledge(db, opened.row) } : opened
}
