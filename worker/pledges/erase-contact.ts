import { contactErasure } from '../../db/queries/pledge-erasure.ts'
import type { Actor } from '../../db/queries/events.ts'
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

/** Erases a pledge's contact for good. One that nobody has accepted is withdrawn first: nobody could be called about it. */
export async function eraseContact(
  db: Store,
  request: { reference: string; actor: Actor; cause: 'asked' | 'purged' },
  now: number,
): Promise<EraseContactOutcome> {
  const { reference, actor, cause } = request
  const withdrawn = await changePledge<ChangePledgeRefusal>(db, reference, now, (pledge) => {
    if (pledge.state !== 'pledged' && pledge.state !== 'verified') return null
    const change = withdrawal(pledge, now)
    return 'ok' in change ? change : { ...change, actor }
  })
  if (!withdrawn.ok) return withdrawn
  const outcome = await changePledge<never>(db, reference, now, ({ contact }) =>
    contact === null
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
