import { insertResults, listExhibitionsToCount } from '../../db/queries/results.ts'
import type { Store } from '../store.ts'
import { forgetExhibition } from './public-cache.ts'

/** Counts the open result data of at most `limit` exhibitions that are over. Counts survive the purge of the people. */
export async function countResults(db: Store, limit: number, now: number): Promise<void> {
  for (const { id, slug } of await listExhibitionsToCount(db.d1, limit)) {
    await insertResults(db.d1, id, now)
    forgetExhibition(slug)
  }
}
