import type { StallFeature } from '../../worker/contract/codes.ts'
import type { Bilingual, PlanFeature } from '../../worker/contract/exhibition.ts'

/** A rectangle of stalls; two rows deep they stand back to back. Plan units are 10 cm. */
interface Block {
  x: number
  y: number
  across: number
  down: number
}

export interface ZoneOfHall {
  code: string
  /** Stall codes are this letter and a number: `A-12`. */
  letter: string
  title: Bilingual
  block: Block
  /** Stall numbers, counted along the rows. */
  stepFree: readonly number[]
  power: 'all' | readonly number[]
  water?: readonly number[]
  feeBaisa?: number
  subsidyBaisa?: number
}

export interface Hall {
  width: number
  height: number
  /** Stalls whose centre lies this close to an entrance's are near it. */
  nearEntranceUnits: number
  features: PlanFeature[]
  zones: ZoneOfHall[]
  /** Codes of stalls that staff keep back. */
  withheld?: readonly string[]
}

export interface StallOfHall {
  code: string
  zone: string
  x: number
  y: number
  width: number
  height: number
  features: StallFeature[]
  feeBaisa: number
  subsidyBaisa: number
}

const side = 30
const pitch = 32

const centreOf = (box: { x: number; y: number; width: number; height: number }) => ({
  x: box.x + box.width / 2,
  y: box.y + box.height / 2,
})

const isEnd = ({ across, down }: Block, column: number, row: number) =>
  across > 1 ? column === 0 || column === across - 1 : row === 0 || row === down - 1

/** Every stall of a hall with its place, features and fee. */
export function stallsOf(hall: Hall): StallOfHall[] {
  const entrances = hall.features.filter(({ kind }) => kind === 'entrance').map(centreOf)
  return hall.zones.flatMap((zone) => {
    const { block } = zone
    return Array.from({ length: block.across * block.down }, (_, index): StallOfHall => {
      const number = index + 1
      const column = index % block.across
      const row = Math.floor(index / block.across)
      const box = { x: block.x + column * pitch, y: block.y + row * pitch, width: side, height: side }
      const centre = centreOf(box)
      const isNear = entrances.some(({ x, y }) => Math.hypot(x - centre.x, y - centre.y) <= hall.nearEntranceUnits)
      const has: [boolean, StallFeature][] = [
        [zone.stepFree.includes(number), 'step_free'],
        [isNear, 'near_entrance'],
        [zone.power === 'all' || zone.power.includes(number), 'power'],
        [isEnd(block, column, row), 'corner'],
        [zone.water?.includes(number) ?? false, 'water'],
      ]
      return {
        ...box,
        code: `${zone.letter}-${number}`,
        zone: zone.code,
        features: has.filter(([isSo]) => isSo).map(([, feature]) => feature),
        feeBaisa: zone.feeBaisa ?? 0,
        subsidyBaisa: zone.subsidyBaisa ?? 0,
      }
    })
  })
}
