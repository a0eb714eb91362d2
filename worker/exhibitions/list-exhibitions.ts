import { listPublished } from '../../db/queries/exhibitions.ts'
import type { ListedExhibition } from '../contract/exhibition.ts'
import type { Store } from '../store.ts'
import { advanceExhibition } from './advance-exhibition.ts'
import { listedOf } from './views.ts'

const listedMax = 100

/** Published exhibitions, the latest first; filters that match nothing give an empty list. */
export async function listExhibitions(
  db: Store,
  request: { state?: string; governorate?: string; series?: string },
  now: number,
): Promise<ListedExhibition[]> {
  const filter = { governorate: request.governorate ?? null, series: request.series ?? null }
  const rows = await listPublished(db.d1, filter, listedMax)
  const current = await Promise.all(rows.map((row) => advanceExhibition(db, row, now)))
  return current.filter((row) => !request.state || row.state === request.state).map((row) => listedOf(row, row))
}
