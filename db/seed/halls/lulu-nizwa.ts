import type { Hall } from '../hall.ts'
import { feature, sections } from './parts.ts'

/** A small hall in a shop's entrance: one row at the wall, two islands. */
export const luluNizwa: Hall = {
  width: 370,
  height: 280,
  nearEntranceUnits: 115,
  features: [
    feature('services', { x: 22, y: 206, width: 104, height: 40 }),
    feature('prayer', { x: 244, y: 206, width: 104, height: 40 }),
    feature('entrance', { x: 130, y: 260, width: 110, height: 14 }),
  ],
  zones: [
    {
      ...sections.food,
      letter: 'A',
      block: { x: 26, y: 32, across: 10, down: 1 },
      stepFree: [5, 6],
      power: 'all',
      water: [1, 10],
    },
    {
      ...sections.crafts,
      letter: 'B',
      block: { x: 26, y: 116, across: 5, down: 2 },
      stepFree: [5, 9, 10],
      power: [1, 5, 6, 10],
    },
    {
      ...sections.scents,
      letter: 'C',
      block: { x: 220, y: 116, across: 4, down: 2 },
      stepFree: [1, 5, 6],
      power: [1, 4, 5, 8],
    },
  ],
}
