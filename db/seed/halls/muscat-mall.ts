import type { Hall } from '../hall.ts'
import { feature, sections } from './parts.ts'

/** Four islands of 14 around a cross of aisles, the stage at the far wall. */
export const muscatMall: Hall = {
  width: 540,
  height: 350,
  nearEntranceUnits: 150,
  withheld: ['B-7'],
  features: [
    feature('seating', { x: 24, y: 12, width: 150, height: 40 }),
    feature('stage', { x: 194, y: 12, width: 152, height: 40 }),
    feature('services', { x: 366, y: 12, width: 150, height: 40 }),
    feature('prayer', { x: 24, y: 300, width: 130, height: 36 }),
    feature('entrance', { x: 215, y: 332, width: 110, height: 14 }),
    feature('seating', { x: 386, y: 300, width: 130, height: 36 }),
  ],
  zones: [
    {
      ...sections.crafts,
      letter: 'A',
      block: { x: 24, y: 90, across: 7, down: 2 },
      stepFree: [7, 13, 14],
      power: [1, 7, 8, 14],
    },
    {
      ...sections.dress,
      letter: 'B',
      block: { x: 294, y: 90, across: 7, down: 2 },
      stepFree: [1, 8, 9],
      power: [1, 7, 8, 14],
    },
    {
      ...sections.scents,
      letter: 'C',
      block: { x: 24, y: 204, across: 7, down: 2 },
      stepFree: [7, 12, 13, 14],
      power: [1, 2, 7, 8, 9, 14],
    },
    {
      ...sections.food,
      letter: 'D',
      block: { x: 294, y: 204, across: 7, down: 2 },
      stepFree: [1, 8, 9, 10],
      power: 'all',
      water: [6, 7, 13, 14],
    },
  ],
}
