import type { PledgeRow } from '../../db/queries/pledges.ts'
import type { Store } from '../store.ts'
import { actAsCompany, type ActOnOwnPledgeOutcome } from './act-as-company.ts'
import type { ChangePledgeRefusal, PledgeChange } from './change-pledge.ts'
import type { PledgeCredential } from './open-pledge.ts'

/** Takes a pledge back before anything was delivered; what its needs were promised is open again at once. */
export const withdrawPledge = (db: Store, who: PledgeCredential, now: number): Promise<ActOnOwnPledgeOutcome> =>
  actAsCompany(db, who, (pledge) => withdrawal(pledge, now), now)

/** What withdrawing makes of a pledge. Lines keep their states: the header says that nothing of them is due. */
export function withdrawal(pledge: PledgeRow, now: number): Omit<PledgeChange, 'actor'> | ChangePledgeRefusal {
  const { state, lines, amendment } = pledge
  if (lines.some(({ received }) => received > 0)) return { ok: false, reason: 'transition_refused', state }
  return {
    act: 'withdraw',
    to: 'withdrawn',
    set: { closedAtUtc: now },
    lines: lines
      .filter(({ committed }) => committed > 0)
      .map((line) => ({ n: line.n, from: [line.state], set: { committed: 0 } })),
    ...(amendment && { amendment: { id: amendment.id, to: 'taken_back' } }),
    message: { template: 'pledge_withdrawn' },
  }
}
