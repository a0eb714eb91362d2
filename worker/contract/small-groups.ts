import { smallestGroup } from './limits.ts'
import type { PublishedCount } from './pledge-readings.ts'

export interface PublishedGroups {
  groups: PublishedCount[]
  total: PublishedCount
}

const isSmall = (count: number) => count > 0 && count < smallestGroup
const sumOf = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0)

/**
 * The counts of the groups of one total as they may be published: groups under five are null; nothing (0) is no group.
 * The total less what is shown is the sum of what is hidden, so larger groups are hidden too, the smallest first, until
 * that sum no longer tells a small one; where they do not suffice the total is hidden.
 */
export function withoutSmallGroups(counts: readonly number[]): PublishedGroups {
  const small = counts.filter(isSmall)
  const bySize = [...counts.entries()]
    .filter(([, count]) => count >= smallestGroup)
    .toSorted(([, one], [, other]) => one - other)
  const larger = bySize.map(([, count]) => count)
  const isTold = small.length === 0
  const enough = bySize.findIndex((_, place) => isUntold(small, larger, place + 1))
  const hidden = isTold ? [] : bySize.slice(0, enough === -1 ? bySize.length : enough + 1)
  const hiddenPlaces = new Set(hidden.map(([place]) => place))
  return {
    groups: counts.map((count, place) => (isSmall(count) || hiddenPlaces.has(place) ? null : count)),
    total: isTold || enough !== -1 ? sumOf(counts) : null,
  }
}

/** Whether a small group may still be more than one number for a reader who knows this rule and what is hidden sums up to. */
function isUntold(small: readonly number[], larger: readonly number[], hiddenLarger: number): boolean {
  const sum = sumOf(small) + sumOf(larger.slice(0, hiddenLarger))
  const largest = larger[hiddenLarger] ?? Infinity
  const others = small.length - 1
  const most = Math.min(smallestGroup - 1, sum - others - hiddenLarger * smallestGroup)
  const least = Math.max(1, sum - others * (smallestGroup - 1) - hiddenLarger * largest)
  return most > least
}
