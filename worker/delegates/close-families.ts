import { raiseTokenVersion } from '../../db/queries/delegates.ts'
import type { FamiliesCredential } from '../contract/delegates.ts'
import type { Store } from '../store.ts'
import { openFamilies } from './open-families.ts'

/** Ends a delegate's sessions on every device, and the links that were sent; false without a session of one's own. */
export async function closeFamilies(db: Store, who: FamiliesCredential | null, now: number): Promise<boolean> {
  if (who === null || !(await openFamilies(db, who, now))) return false
  await raiseTokenVersion(db.d1, who.delegateKey)
  return true
}
