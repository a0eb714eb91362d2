import { contactErasure } from '../../db/queries/pledge-erasure.ts'
import type { Actor } from '../../db/queries/events.ts'
import type { PledgeRow } from '../../db/queries/pledges.ts'
import type { PledgeState } from '../contract/pledge-codes.ts'
import type { Store } from '../store.ts'
import { changePledge, type ChangePledgeRefusal } from './change-pledge.ts'
import { openPledge, type PledgeCredential } from './open-pledge.ts'
import { withdrawal } from './withdraw-pledge.ts'

export type EraseContactOutcome = { ok: true } | ChangePledgeRefusal

/** Erases whom to call, at the company's wish. What it promised and gave stays in the yearly record. */
export async function eraseOwnContact(db: Store, who: PledgeCredential, now: number): Promise<EraseContactOutcome> {
  const opened = await openPledge(db, who, ['manage'], now)
  return opened.ok ? eraseContact(db, { reference: who.reference, actor: 'company', cause: 'asked' }, now) : opened
}

/** Asked for, at any time; or because nothing was due, or nobody decided, since before an instant. */
type EraseCause = { cause: 'asked' } | { cause: 'purged'; beforeUtc: number }

/** Whether the time of the contact is over. A pledge whose delivery is reversed meanwhile is open, and somebody is called about it. */
const isOver = ({ state, closedAtUtc, updatedAtUtc }: PledgeRow, why: EraseCause): boolean =>
  why.cause === 'asked' || ((isUndecided(state) ? updatedAtUtc : closedAtUtc) ?? Infinity) < why.beforeUtc

const isUndecided = (state: PledgeState): boolean => state === 'pledged' || state === 'verified'

/** Erases a pledge's contact for good. One that nobody has accepted is withdrawn first: nobody could be called about it. */
export async function eraseContact(
  db: Store,
  request: { reference: string; actor: Actor } & EraseCause,
  now: number,
): Promise<EraseContactOutcome> {
  const { reference, actor, cause } = request
  let isWithdrawn = false
  const withdrawn = await changePledge<ChangePledgeRefusal>(db, reference, now, (pledge) => {
    isWithdrawn = isUndecided(pledge.state) && isOver(pledge, request)
    if (!isWithdrawn) return null
    const change = withdrawal(pledge, now)
    return 'ok' in change ? change : { ...change, actor }
  })
  if (!withdrawn.ok) return withdrawn
  const outcome = await changePledge<never>(db, reference, now, (pledge) =>
    pledge.contact === null || !(isWithdrawn || isOver(pledge, request))
      ? null
      : {
          act: 'erase-contact',
          actor,
          set: { contact: null, emailKey: null, phoneKey: null, contactErasedAtUtc: now },
          data: { cause },
          alongside: contactErasure(db.d1, reference, now),
        },
  )
  return outcome.ok ? { ok: true } : outcome
}
