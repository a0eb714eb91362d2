import type { Hall } from '../hall.ts'
import { feature, sections } from './parts.ts'

/** Four islands of unequal length, the way in at one side. */
export const rustaqHall: Hall = {
  width: 500,
  height: 320,
  nearEntranceUnits: 135,
  features: [
    feature('entrance', { x: 474, y: 84, width: 16, height: 100 }),
    feature('stage', { x: 22, y: 250, width: 180, height: 48 }),
    feature('seating', { x: 222, y: 250, width: 90, height: 48 }),
    feature('services', { x: 332, y: 230, width: 140, height: 36 }),
    feature('prayer', { x: 332, y: 274, width: 140, height: 36 }),
  ],
  zones: [
    {
      ...sections.crafts,
      letter: 'A',
      block: { x: 22, y: 32, across: 6, down: 2 },
      stepFree: [6, 12],
      power: [1, 6, 7, 12],
    },
    {
      ...sections.food,
      letter: 'B',
      block: { x: 256, y: 32, across: 6, down: 2 },
      stepFree: [5, 6, 11, 12],
      power: 'all',
      water: [1, 7],
    },
    {
      ...sections.dress,
      letter: 'C',
      block: { x: 22, y: 140, across: 6, down: 2 },
      stepFree: [6, 12],
      power: [1, 6, 7, 12],
    },
    {
      ...sections.scents,
      letter: 'D',
      block: { x: 256, y: 140, across: 5, down: 2 },
      stepFree: [4, 5, 9, 10],
      power: [1, 5, 6, 10],
    },
  ],
}
