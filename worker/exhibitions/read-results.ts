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
  const { totals, by } = publish(rows)
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

/**
 * The rows as they may be published, each dimension's largest group first; the order says nothing of what is hidden. All
 * dimensions count the same bookings, so a total that one of them must hide is told by none.
 */
function publish(rows: readonly ResultRow[]): Pick<ExhibitionResults, 'totals' | 'by'> {
  const rowsOf = (dimension: ResultRow['dimension']) => rows.filter((row) => row.dimension === dimension)
  const tables = {
    all: rowsOf('all'),
    kind: rowsOf('kind'),
    governorate: rowsOf('governorate'),
    category: rowsOf('category'),
  }
  const column = (name: keyof ResultCounts) => {
    const countsOf = (table: ResultRow[]) => table.map((row) => row[name])
    const hidesTotal = Object.values(tables).some((table) => withoutSmallGroups(countsOf(table)).total === null)
    return (table: ResultRow[]) => withoutSmallGroups(countsOf(table), { hidesTotal }).groups
  }
  const [applicationsOf, placesOf, noShowsOf] = [column('applications'), column('places'), column('noShows')]
  const groupsOf = (table: ResultRow[]): ResultGroup[] => {
    const [applications, places, noShows] = [applicationsOf(table), placesOf(table), noShowsOf(table)]
    return table
      .map(({ value }, place) => ({
        value,
        applications: applications[place] ?? null,
        places: places[place] ?? null,
        noShows: noShows[place] ?? null,
      }))
      .toSorted(
        (one, other) => (other.applications ?? 0) - (one.applications ?? 0) || one.value.localeCompare(other.value),
      )
  }
  const [all] = groupsOf(tables.all)
  const { applications, places, noShows } = all ?? { applications: 0, places: 0, noShows: 0 }
  return {
    totals: { applications, places, noShows },
    by: {
      kind: groupsOf(tables.kind),
      governorate: groupsOf(tables.governorate),
      category: groupsOf(tables.category),
    },
  }
}
