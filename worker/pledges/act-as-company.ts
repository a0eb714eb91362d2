import type { PledgeRow } from '../../db/queries/pledges.ts'
import type { PledgeView } from '../contract/pledge.ts'
import type { Store } from '../store.ts'
import { changePledge, type ChangePledgeRefusal, type PledgeChange } from './change-pledge.ts'
import { openPledge, type PledgeCredential } from './open-pledge.ts'
import { viewPledge } from './pledge-view.ts'

export type ActOnOwnPledgeOutcome = { ok: true; pledge: PledgeView } | ChangePledgeRefusal

type Decision = Omit<PledgeChange, 'actor'> | ChangePledgeRefusal

/** An act of whoever holds a pledge's token. */
export async function actAsCompany(
  db: Store,
  who: PledgeCredential,
  decide: (pledge: PledgeRow) => Decision | Promise<Decision>,
  now: number,
): Promise<ActOnOwnPledgeOutcome> {
  const opened = await openPledge(db, who, ['manage'], now)
  if (!opened.ok) return opened
  const outcome = await changePledge<ChangePledgeRefusal>(db, who.reference, now, async (pledge) => {
    const change = await decide(pledge)
    return 'ok' in change ? change : { ...change, actor: 'company' as const }
  })
  return outcome.ok ? { ok: true, pledge: await viewPledge(db, outcome.pledge) } : outcome
}
