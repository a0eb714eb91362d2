import type { Store } from '../store.ts'
import { actAsCompany, type ActOnOwnPledgeOutcome } from './act-as-company.ts'
import type { PledgeCredential } from './open-pledge.ts'

/** Takes a proposed change back, while nobody has decided it. */
export const takeBackChange = (db: Store, who: PledgeCredential, now: number): Promise<ActOnOwnPledgeOutcome> =>
  actAsCompany(
    db,
    who,
    ({ amendment, state }) =>
      amendment
        ? { act: 'take-back-change', amendment: { id: amendment.id, to: 'taken_back' } }
        : { ok: false, reason: 'transition_refused', state },
    now,
  )
