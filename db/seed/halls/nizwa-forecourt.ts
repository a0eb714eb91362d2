import type { Hall } from '../hall.ts'
import { feature, sections } from './parts.ts'

/** A forecourt: stalls along three sides, one island and the stage in the middle. */
export const nizwaForecourt: Hall = {
  width: 540,
  height: 366,
  nearEntranceUnits: 150,
  features: [
    feature('stage', { x: 198, y: 96, width: 144, height: 44 }),
    feature('seating', { x: 84, y: 176, width: 88, height: 64 }),
    feature('seating', { x: 368, y: 176, width: 88, height: 64 }),
    feature('services', { x: 84, y: 292, width: 116, height: 40 }),
    feature('prayer', { x: 340, y: 292, width: 116, height: 40 }),
    feature('entrance', { x: 215, y: 346, width: 110, height: 14 }),
  ],
  zones: [
    {
      ...sections.crafts,
      letter: 'A',
      block: { x: 79, y: 32, across: 12, down: 1 },
      stepFree: [1, 6, 7, 12],
      power: [1, 6, 7, 12],
    },
    {
      ...sections.dress,
      letter: 'B',
      block: { x: 20, y: 96, across: 1, down: 8 },
      stepFree: [7, 8],
      power: [1, 8],
    },
    {
      ...sections.food,
      letter: 'C',
      block: { x: 490, y: 96, across: 1, down: 8 },
      stepFree: [7, 8],
      power: 'all',
      water: [1, 2, 3],
    },
    {
      ...sections.scents,
      letter: 'D',
      block: { x: 207, y: 194, across: 4, down: 2 },
      stepFree: [5, 8],
      power: [1, 4, 5, 8],
    },
  ],
}
