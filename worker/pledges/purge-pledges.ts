import { listPledgesToPurge } from '../../db/queries/pledge-erasure.ts'
import { addMonths, muscatDay, startOfMuscatDay } from '../contract/dates.ts'
import { contactKeptMonths } from '../contract/limits.ts'
import type { Store } from '../store.ts'
import { eraseContact } from './erase-contact.ts'

/** Erases the contacts of pledges that were closed, or left undecided, 12 months ago, at most `limit` in one run; the next run goes on. */
export async function purgePledges(db: Store, limit: number, now: number): Promise<number> {
  const beforeUtc = startOfMuscatDay(addMonths(muscatDay(now), -contactKeptMonths))
  const references = await listPledgesToPurge(db.d1, beforeUtc, limit)
  for (const reference of references)
    await eraseContact(db, { reference, actor: 'system', cause: 'purged', beforeUtc }, now)
  return references.length
}
