import type { Hall } from '../hall.ts'
import { feature, sections } from './parts.ts'

/** A long walk by the water: one row along the rail, two islands behind it, a small row by the way in. */
export const alMoujWalk: Hall = {
  width: 594,
  height: 340,
  nearEntranceUnits: 175,
  features: [
    feature('stage', { x: 190, y: 242, width: 150, height: 48 }),
    feature('seating', { x: 360, y: 242, width: 94, height: 48 }),
    feature('prayer', { x: 474, y: 242, width: 98, height: 48 }),
    feature('entrance', { x: 210, y: 320, width: 110, height: 14 }),
  ],
  zones: [
    {
      ...sections.crafts,
      letter: 'A',
      block: { x: 22, y: 32, across: 8, down: 1 },
      stepFree: [7, 8],
      power: [1, 8],
      feeBaisa: 15_000,
      subsidyBaisa: 10_000,
    },
    {
      ...sections.dress,
      letter: 'B',
      block: { x: 318, y: 32, across: 8, down: 1 },
      stepFree: [1, 2],
      power: [1, 8],
      feeBaisa: 15_000,
      subsidyBaisa: 10_000,
    },
    {
      ...sections.scents,
      letter: 'C',
      block: { x: 22, y: 128, across: 8, down: 2 },
      stepFree: [8, 14, 15, 16],
      power: [1, 8, 9, 16],
    },
    {
      ...sections.food,
      letter: 'D',
      block: { x: 318, y: 128, across: 8, down: 2 },
      stepFree: [1, 9, 10],
      power: 'all',
      water: [7, 8, 15, 16],
    },
    {
      ...sections.services,
      letter: 'E',
      block: { x: 22, y: 252, across: 4, down: 1 },
      stepFree: [3, 4],
      power: 'all',
    },
  ],
}
