import { findExhibition, readPlan } from '../../db/queries/exhibitions.ts'
import { listResults, type ResultRow } from '../../db/queries/results.ts'
import { toInstant } from '../contract/dates.ts'
import type { Bilingual } from '../contract/exhibition.ts'
import type { ExhibitionResults, ResultCounts, ResultGroup } from '../contract/results.ts'
import { withoutSmallGroups } from '../contract/small-groups.ts'
import type { Store } from '../store.ts'
import { keepFor } from './public-cache.ts'
import { publicKeptMs } from './public-exhibitions.ts'

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
  const groupsOf = (dimension: ResultRow['dimension']) => publish(rows.filter((row) => row.dimension === dimension))
  const [all] = groupsOf('all')
  const { applications, places, noShows } = all ?? { applications: 0, places: 0, noShows: 0 }
  return {
    ok: true,
    page: {
      results: {
        slug,
        countedAt: toInstant(exhibition.resultsAtUtc),
        stallsTotal: plan.stalls.filter((stall) => stall.withheldReason === null).length,
        totals: { applications, places, noShows },
        by: { kind: groupsOf('kind'), governorate: groupsOf('governorate'), category: groupsOf('category') },
      },
      title: { ar: exhibition.titleAr, en: exhibition.titleEn },
      isDemonstration: exhibition.isDemonstration,
    },
  }
}

/** One dimension's rows as they may be published, the largest group first. */
function publish(rows: readonly ResultRow[]): ResultGroup[] {
  const sorted = rows.toSorted(
    (one, other) => other.applications - one.applications || one.value.localeCompare(other.value),
  )
  const column = (of: (row: ResultRow) => number) => withoutSmallGroups(sorted.map(of))
  const applications = column((row) => row.applications)
  const places = column((row) => row.places)
  const noShows = column((row) => row.noShows)
  const countsAt = (place: number): ResultCounts => ({
    applications: applications[place] ?? null,
    places: places[place] ?? null,
    noShows: noShows[place] ?? null,
  })
  return sorted.map(({ value }, place) => ({ value, ...countsAt(place) }))
}
