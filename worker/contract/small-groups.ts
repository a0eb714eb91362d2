import { smallestGroup } from './limits.ts'

/**
 * The numbers of a published table's column with groups under 5 as null; nothing (0) is no group. Where one number
 * alone would be missing, anyone could take it from the total, so the next smallest is left out with it.
 */
export function withoutSmallGroups(numbers: readonly number[]): (number | null)[] {
  const isSmall = (number: number) => number > 0 && number < smallestGroup
  const hidden = new Set([...numbers.keys()].filter((place) => isSmall(numbers[place] ?? 0)))
  if (hidden.size === 1) {
    const [next] = [...numbers.entries()]
      .filter(([place, number]) => number > 0 && !hidden.has(place))
      .toSorted(([, one], [, other]) => one - other)
    if (next) hidden.add(next[0])
  }
  return numbers.map((number, place) => (hidden.has(place) ? null : number))
}
