import type { ResultRow } from '../../db/queries/results.ts'
import { smallestGroup } from '../contract/limits.ts'
import {
  mergedGroups,
  resultDimensions,
  type ExhibitionResults,
  type ResultDimension,
  type ResultGroup,
} from '../contract/results.ts'
import { withoutSmallGroups } from '../contract/small-groups.ts'

type Counted = Pick<ResultRow, 'value' | 'applications' | 'places'>
export type CountedRow = Counted & Pick<ResultRow, 'dimension' | 'noShows'>

const isSmall = (count: number): boolean => count > 0 && count < smallestGroup
/** A part that would tell of few people: those in it, or those who are not. */
const isTelling = (part: number, whole: number): boolean => isSmall(part) || isSmall(whole - part)
const sumOf = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0)
const unlessTelling = (part: number, whole: number): number | null => (isTelling(part, whole) ? null : part)

/**
 * The counted rows as they may be published, so that no number under five can be worked out, even by whoever knows this
 * rule. Small groups are one line with the next smallest; places that tell are hidden with those of other lines, and
 * no-shows are counted in the total only. Lines come largest first, the merged one last.
 */
export function publishResults(rows: readonly CountedRow[]): Pick<ExhibitionResults, 'totals' | 'by'> {
  const all = rows.find(({ dimension }) => dimension === 'all') ?? { applications: 0, places: 0, noShows: 0 }
  const { applications, places, noShows } = all
  const groupsOf = (dimension: ResultDimension) =>
    hidePlaces(mergeSmallGroups(rows.filter((row) => row.dimension === dimension)))
  const [kind, governorate, category] = resultDimensions.map(groupsOf)
  return {
    totals: {
      applications: isSmall(applications) ? null : applications,
      places: unlessTelling(places, applications),
      noShows: isTelling(places, applications) ? null : unlessTelling(noShows, places),
    },
    by: { kind: kind ?? [], governorate: governorate ?? [], category: category ?? [] },
  }
}

/** What the shared rule hides, groups under five and the next smallest, as one line; no line where it would be all. */
function mergeSmallGroups(groups: readonly Counted[]): Counted[] {
  const bySize = groups.toSorted(
    (one, other) => other.applications - one.applications || one.value.localeCompare(other.value),
  )
  const published = withoutSmallGroups(bySize.map(({ applications }) => applications))
  const shown = bySize.filter((_, place) => published.groups[place] !== null)
  const merged = bySize.filter((_, place) => published.groups[place] === null)
  if (merged.length === 0) return shown
  if (shown.length === 0 || published.total === null) return []
  const line = {
    value: mergedGroups,
    applications: sumOf(merged.map(({ applications }) => applications)),
    places: sumOf(merged.map(({ places }) => places)),
  }
  return [...shown, line]
}

/** Hides the places of the smallest lines, all that tell among them, until each of these may be more than one number. */
function hidePlaces(lines: readonly Counted[]): ResultGroup[] {
  const bySize = lines.toSorted((one, other) => one.applications - other.applications)
  const tells = ({ places, applications }: Counted) => isTelling(places, applications)
  let hidden = bySize.slice(0, bySize.findLastIndex(tells) + 1)
  while (hidden.length < bySize.length && hidden.some((line) => tells(line) && !isOpen(line, hidden))) {
    hidden = bySize.slice(0, hidden.length + 1)
  }
  return lines.map((line) => ({
    value: line.value,
    applications: line.applications,
    places: hidden.includes(line) ? null : line.places,
    noShows: null,
  }))
}

/** Whether a hidden number may be another one, for whoever knows what all that is hidden sums up to. */
function isOpen(line: Counted, hidden: readonly Counted[]): boolean {
  const sum = sumOf(hidden.map(({ places }) => places))
  const elsewhere = sumOf(hidden.filter((other) => other !== line).map(({ applications }) => applications))
  return Math.max(0, sum - elsewhere) < Math.min(line.applications, sum)
}
