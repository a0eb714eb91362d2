import { findPledge } from '../../db/queries/pledges.ts'
import type { DeskPledge } from '../contract/desk-pledges.ts'
import type { Staff } from '../desk/staff.ts'
import type { Store } from '../store.ts'
import { viewDeskPledge } from './desk-pledge-view.ts'
import { settlePledge } from './mark-overdue.ts'

export type ReadDeskPledgeOutcome = { ok: true; pledge: DeskPledge } | { ok: false; reason: 'pledge_not_found' }

export async function readDeskPledge(
  db: Store,
  staff: Staff,
  request: { reference: string },
  now: number,
): Promise<ReadDeskPledgeOutcome> {
  const row = await findPledge(db.d1, request.reference)
  if (!row) return { ok: false, reason: 'pledge_not_found' }
  return { ok: true, pledge: await viewDeskPledge(db, staff, await settlePledge(db, row, now), now) }
}
