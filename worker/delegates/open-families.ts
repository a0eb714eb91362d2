import { findDelegate } from '../../db/queries/delegates.ts'
import type { FamiliesCredential } from '../contract/delegates.ts'
import { opensFamilies } from '../people/tokens.ts'
import type { Store } from '../store.ts'

/** Whether the session of a delegate's families is one, and goes on. */
export async function openFamilies(db: Store, who: FamiliesCredential | null, now: number): Promise<boolean> {
  if (who === null) return false
  const { delegateKey, token } = who
  const delegate = await findDelegate(db.d1, delegateKey)
  if (!delegate) return false
  return opensFamilies(db.keys, token, 'families', { delegateKey, tokenVersion: delegate.tokenVersion }, now)
}
