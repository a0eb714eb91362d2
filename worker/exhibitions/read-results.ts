import { findExhibition, readPlan } from '../../db/queries/exhibitions.ts'
import { listResults } from '../../db/queries/results.ts'
import { toInstant } from '../contract/dates.ts'
import type { Bilingual } from '../contract/exhibition.ts'
import type { ExhibitionResults } from '../contract/results.ts'
import type { Store } from '../store.ts'
import { keepFor } from './public-cache.ts'
import { publicKeptMs } from './public-exhibitions.ts'
import { publishResults } from './publish-results.ts'

/** What the results page shows beside the data itself. */
export interface ResultsPage {
  results: ExhibitionResults
  title: Bilingual
  isDemonstration: boolean
}

export type ReadResultsOutcome =
  { ok: true; page: ResultsPage } | { ok: false; reason: 'exhibition_not_found' | 'not_found' }

/** The open result data of an exhibition that is over and counted; `not_found` before. */
export const readResults = (db: Store, request: { slug: string }, now: number): Promise<ReadResultsOutcome> =>
  keepFor(`exhibition:${request.slug}:results`, publicKeptMs, now, () => countedResults(db, request))

async function countedResults(db: Store, { slug }: { slug: string }): Promise<ReadResultsOutcome> {
  const exhibition = await findExhibition(db.d1, slug)
  if (!exhibition) return { ok: false, reason: 'exhibition_not_found' }
  if (exhibition.resultsAtUtc === null) return { ok: false, reason: 'not_found' }
  const [rows, plan] = await Promise.all([listResults(db.d1, exhibition.id), readPlan(db.d1, exhibition.id)])
  const { totals, by } = publishResults(rows)
  return {
    ok: true,
    page: {
      results: {
        slug,
        countedAt: toInstant(exhibition.resultsAtUtc),
        stallsTotal: plan.stalls.filter((stall) => stall.withheldReason === null).length,
        totals,
        by,
      },
      title: { ar: exhibition.titleAr, en: exhibition.titleEn },
      isDemonstration: exhibition.isDemonstration,
    },
  }
}
