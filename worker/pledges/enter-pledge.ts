import type { EnterPledge, PledgeAnswer } from '../contract/pledge.ts'
import type { Staff } from '../desk/staff.ts'
import type { Store } from '../store.ts'
import { makePledge, type MakePledgeOutcome } from './make-pledge.ts'

/** The officer gets no token: with one they could act as the company. */
export type EnteredPledge = Pick<PledgeAnswer, 'reference' | 'state'>

export type EnterPledgeOutcome =
  { ok: true; pledge: EnteredPledge; isReplay: boolean } | Extract<MakePledgeOutcome, { ok: false }>

/** Types in a pledge that came in a letter, by telephone or in person; a colleague verifies it. */
export async function enterPledge(
  db: Store,
  staff: Staff,
  request: { body: EnterPledge; idempotencyKey: string },
  now: number,
): Promise<EnterPledgeOutcome> {
  const outcome = await makePledge(db, staff, request, now)
  if (!outcome.ok) return outcome
  const { reference, state } = outcome.pledge
  return { ok: true, pledge: { reference, state }, isReplay: outcome.isReplay }
}
