import type { Hall } from '../hall.ts'
import { feature, sections } from './parts.ts'

/** Three islands of 16, one behind the other, with stage and rest beside them. */
export const salalahHall: Hall = {
  width: 440,
  height: 366,
  nearEntranceUnits: 105,
  features: [
    feature('stage', { x: 312, y: 24, width: 108, height: 74 }),
    feature('seating', { x: 312, y: 126, width: 108, height: 64 }),
    feature('prayer', { x: 312, y: 218, width: 108, height: 40 }),
    feature('services', { x: 312, y: 276, width: 108, height: 40 }),
    feature('entrance', { x: 95, y: 344, width: 110, height: 14 }),
  ],
  zones: [
    {
      ...sections.scents,
      letter: 'A',
      block: { x: 22, y: 32, across: 8, down: 2 },
      stepFree: [1, 8],
      power: [1, 8, 9, 16],
    },
    {
      ...sections.crafts,
      letter: 'B',
      block: { x: 22, y: 138, across: 8, down: 2 },
      stepFree: [1, 8, 9, 16],
      power: [1, 8, 9, 16],
    },
    {
      ...sections.food,
      letter: 'C',
      block: { x: 22, y: 244, across: 8, down: 2 },
      stepFree: [11, 12, 13, 14],
      power: 'all',
      water: [8, 16],
    },
  ],
}
