import type { Hall } from '../hall.ts'
import { feature, sections } from './parts.ts'

/** The proposed permanent exhibition: four islands, a row for services, and a corner for workshops. */
export const permanentHall: Hall = {
  width: 400,
  height: 400,
  nearEntranceUnits: 135,
  features: [
    feature('services', { x: 22, y: 312, width: 110, height: 42 }),
    feature('seating', { x: 148, y: 312, width: 104, height: 42 }, { ar: 'ركن الحلقات', en: 'Workshop corner' }),
    feature('prayer', { x: 268, y: 312, width: 110, height: 42 }),
    feature('entrance', { x: 145, y: 380, width: 110, height: 14 }),
  ],
  zones: [
    {
      ...sections.crafts,
      letter: 'A',
      block: { x: 22, y: 32, across: 5, down: 2 },
      stepFree: [5, 10],
      power: [1, 5, 6, 10],
    },
    {
      ...sections.dress,
      letter: 'B',
      block: { x: 220, y: 32, across: 5, down: 2 },
      stepFree: [1, 6],
      power: [1, 5, 6, 10],
    },
    {
      ...sections.scents,
      letter: 'C',
      block: { x: 22, y: 140, across: 5, down: 2 },
      stepFree: [5, 9, 10],
      power: [1, 5, 6, 10],
    },
    {
      ...sections.food,
      letter: 'D',
      block: { x: 220, y: 140, across: 5, down: 2 },
      stepFree: [1, 6, 7],
      power: 'all',
      water: [5, 10],
    },
    {
      ...sections.services,
      letter: 'E',
      block: { x: 73, y: 248, across: 8, down: 1 },
      stepFree: [3, 4, 5, 6],
      power: 'all',
    },
  ],
}
