import * as v from 'valibot'
import { code } from './fields.ts'
import type { StallFeature } from './codes.ts'
import { planLimits } from './limits.ts'
import type { HallOfPlan, StallOfPlan } from './plan.ts'

// A hall from a few numbers: rows of equal stalls, aisles between them, an entrance in the middle of the lower wall.

const count = (least: number, most: number) =>
  v.pipe(
    v.number(code('required')),
    v.integer(code('wrong_format')),
    v.minValue(least, code('out_of_range')),
    v.maxValue(most, code('out_of_range')),
  )

export const drawHallSchema = v.pipe(
  v.object({
    rows: count(1, 26),
    columns: count(1, 50),
    /** An aisle after so many rows; two rows stand back to back. */
    rowsTogether: count(1, 4),
    /** An aisle across after so many stalls of a row; 0 is none. */
    columnsTogether: count(0, 50),
    /** Plan units, 10 cm each. */
    width: count(10, 100),
    depth: count(10, 100),
    aisle: count(10, 200),
    /** The letter of the first row; each row takes the next one. */
    letter: v.pipe(v.string(code('required')), v.trim(), v.toUpperCase(), v.regex(/^[A-Z]$/, code('wrong_format'))),
    /** How many stalls, the nearest to the entrance first, are reached without a step. */
    stepFree: count(0, planLimits.stalls),
  }),
  v.forward(
    v.check(({ rows, columns }) => rows * columns <= planLimits.stalls, code('out_of_range')),
    ['columns'],
  ),
  v.forward(
    v.check(({ rows, letter }) => letter.charCodeAt(0) - 65 + rows <= 26, code('out_of_range')),
    ['letter'],
  ),
)
export type DrawHall = v.InferOutput<typeof drawHallSchema>

const gap = 2
const margin = 20
const nearUnits = 150

const middleOf = (box: { x: number; y: number; width: number; height: number }) => ({
  x: box.x + box.width / 2,
  y: box.y + box.height / 2,
})

/** The hall and its stalls; the zones take the rows in turn, as evenly as they go. */
export function drawHall(
  request: DrawHall,
  zones: readonly { id: string }[],
  entranceTitle: { ar: string; en: string },
): { plan: HallOfPlan; stalls: StallOfPlan[] } {
  const { rows, columns, rowsTogether, columnsTogether, width, depth, aisle } = request
  const aislesBefore = (index: number, together: number) => (together === 0 ? 0 : Math.floor(index / together))
  const at = (index: number, side: number, together: number) =>
    margin + index * (side + gap) + aislesBefore(index, together) * aisle
  const hall = {
    width: at(columns - 1, width, columnsTogether) + width + margin,
    height: at(rows - 1, depth, rowsTogether) + depth + aisle + margin,
  }
  const entrance = {
    kind: 'entrance' as const,
    title: entranceTitle,
    x: Math.max(0, Math.round(hall.width / 2) - 40),
    y: hall.height - 14,
    width: Math.min(80, hall.width),
    height: 14,
  }
  const door = middleOf(entrance)
  const farness = (stall: StallOfPlan) => {
    const middle = middleOf(stall)
    return Math.hypot(middle.x - door.x, middle.y - door.y)
  }
  const bare = Array.from({ length: rows * columns }, (_, index): StallOfPlan => {
    const [row, column] = [Math.floor(index / columns), index % columns]
    const isEnd =
      column === 0 ||
      column === columns - 1 ||
      aislesBefore(column, columnsTogether) !== aislesBefore(column + 1, columnsTogether) ||
      aislesBefore(column, columnsTogether) !== aislesBefore(column - 1, columnsTogether)
    return {
      code: `${String.fromCharCode(request.letter.charCodeAt(0) + row)}-${column + 1}`,
      zone: zones[Math.floor((row * zones.length) / rows)]?.id ?? '',
      x: at(column, width, columnsTogether),
      y: at(row, depth, rowsTogether),
      width,
      height: depth,
      features: isEnd ? ['corner'] : [],
      feeBaisa: 0,
      subsidyBaisa: 0,
      withheldReason: null,
    }
  })
  const nearest = new Set([...bare].sort((one, other) => farness(one) - farness(other)).slice(0, request.stepFree))
  const stalls = bare.map((stall) => {
    const more: StallFeature[] = [
      ...(nearest.has(stall) ? (['step_free'] as const) : []),
      ...(farness(stall) <= nearUnits ? (['near_entrance'] as const) : []),
    ]
    return { ...stall, features: [...more, ...stall.features] }
  })
  return { plan: { ...hall, features: [entrance] }, stalls }
}
