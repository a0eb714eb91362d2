import { listPledgesToPurge } from '../../db/queries/pledge-erasure.ts'
import { addMonths, muscatDay, startOfMuscatDay } from '../contract/dates.ts'
import { contactKeptMonths } from '../contract/limits.ts'
import type { Store } from '../store.ts'
import { eraseContact } from './erase-contact.ts'

/** Erases the contacts of pledges that were closed 12 months ago, at most `limit` in one run; the next run goes on. */
export async function purgePledges(db: Store, limit: number, now: number): Promise<number> {
  const closedBefore = startOfMuscatDay(addMonths(muscatDay(now), -contactKeptMonths))
  const references = await listPledgesToPurge(db.d1, closedBefore, limit)
  for (const reference of references) await eraseContact(db, { reference, actor: 'system', cause: 'purged' }, now)
  return references.length
}
