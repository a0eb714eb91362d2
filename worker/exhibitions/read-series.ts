import { findSeries } from '../../db/queries/exhibitions.ts'
import type { SeriesView } from '../contract/exhibition.ts'
import type { Store } from '../store.ts'
import { listExhibitions } from './list-exhibitions.ts'

export type ReadSeriesOutcome = { ok: true; series: SeriesView } | { ok: false; reason: 'not_found' }

/** A permanent exhibition and its rounds, the earliest first. */
export async function readSeries(db: Store, request: { slug: string }, now: number): Promise<ReadSeriesOutcome> {
  const row = await findSeries(db.d1, request.slug)
  if (!row) return { ok: false, reason: 'not_found' }
  const rounds = await listExhibitions(db, { series: row.slug }, now)
  return {
    ok: true,
    series: {
      slug: row.slug,
      title: { ar: row.titleAr, en: row.titleEn },
      description: { ar: row.descriptionAr, en: row.descriptionEn },
      venue: { ar: row.venueAr, en: row.venueEn },
      governorate: row.governorate,
      isDemonstration: row.isDemonstration,
      rounds: rounds.reverse(),
    },
  }
}
