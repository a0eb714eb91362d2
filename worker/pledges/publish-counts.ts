import { smallestGroup } from '../contract/limits.ts'
import type { FamilyRange, PublishedCount } from '../contract/pledge-readings.ts'

const isSmall = (count: number) => count > 0 && count < smallestGroup

/**
 * The counts of the groups of one total, as they may be published: a group under five is null, and so is the next
 * smallest where subtracting the others from the total would give the one away.
 */
export function publishCounts(counts: readonly number[]): { groups: PublishedCount[]; total: PublishedCount } {
  const total = counts.reduce((sum, count) => sum + count, 0)
  const hidden = new Set(counts.flatMap((count, index) => (isSmall(count) ? index : [])))
  if (hidden.size === 1) {
    const [next] = counts
      .flatMap((count, index) => (count >= smallestGroup ? { count, index } : []))
      .toSorted((one, other) => one.count - other.count)
    if (next) hidden.add(next.index)
  }
  return {
    groups: counts.map((count, index) => (hidden.has(index) ? null : count)),
    total: isSmall(total) ? null : total,
  }
}

const rangeStarts = [5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000]

/** The range in which a number of families lies; null under five. */
export function familyRange(families: number): FamilyRange | null {
  const place = rangeStarts.findLastIndex((start) => families >= start)
  const from = rangeStarts[place]
  if (from === undefined) return null
  const next = rangeStarts[place + 1]
  return { from, to: next === undefined ? null : next - 1 }
}
