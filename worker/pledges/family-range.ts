import type { FamilyRange } from '../contract/pledge-readings.ts'

const rangeStarts = [5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000]

/** The range in which a number of families lies; null under five. */
export function familyRange(families: number): FamilyRange | null {
  const place = rangeStarts.findLastIndex((start) => families >= start)
  const from = rangeStarts[place]
  if (from === undefined) return null
  const next = rangeStarts[place + 1]
  return { from, to: next === undefined ? null : next - 1 }
}
