import type { IconName } from '../ui/icons.ts'

/** What is drawn beside a story: a cloth of as many diamonds as people, or a thing made by hand in a niche. */
export const storyPictures = ['cloth', 'pottery', 'fronds', 'halwa', 'silver', 'incense', 'dress'] as const
export type StoryPictureName = (typeof storyPictures)[number]

/** A part of a drawing, filled or drawn as a line; its place is the middle of the shelf, which is 0 0. */
interface Part {
  d: string
  fill?: string
  stroke?: string
  width?: number
}

interface Thing {
  parts: Part[]
  /** What stands in the small niches at its sides. */
  beside: readonly [IconName, IconName]
}

const clay = '#b9583a'
const dark = '#7d3420'
const cream = '#f6e3bd'
const amber = '#d39a3a'
const leaf = '#7fb59a'
const silver = '#d9dde8'

const zigzag = (from: number, y: number, teeth: number, step = 8): string =>
  `M${from} ${y}${`l${step} ${step}l${step} ${-step}`.repeat(teeth)}`

export const things: Record<Exclude<StoryPictureName, 'cloth'>, Thing> = {
  pottery: {
    beside: ['coffee', 'pot'],
    parts: [
      { d: 'M-15-104h30c2 16 37 26 37 62 0 24-17 42-28 42h-48c-11 0-28-18-28-42 0-36 35-46 37-62z', fill: clay },
      { d: 'M-20-112h40v10h-40zM-24 0h48v-7h-48z', fill: dark },
      { d: `M-50-46h100M-50-26h100${zigzag(-48, -40, 6)}`, stroke: cream, width: 2.5 },
      { d: 'M-30-72c-9 0-14-8-10-14s14-4 18 2M30-72c9 0 14-8 10-14s-14-4-18 2', stroke: dark, width: 5 },
    ],
  },
  fronds: {
    beside: ['frond', 'dates'],
    parts: [
      {
        d: 'M-6-52C-14-84-34-100-58-104M2-52c0-34 8-54 26-68M-2-54c-6-30-4-50-6-68M8-52c8-24 26-36 48-38',
        stroke: leaf,
        width: 5,
      },
      { d: 'M-58-56h116c-3 34-16 56-30 56h-56c-14 0-27-22-30-56z', fill: amber },
      { d: `M-56-44h112M-50-22h100${zigzag(-56, -42, 7)}${zigzag(-48, -20, 6)}`, stroke: dark, width: 2 },
      { d: 'M-62-62h124v10h-124z', fill: dark },
      { d: zigzag(-60, -61, 15, 4), stroke: cream, width: 1.6 },
    ],
  },
  halwa: {
    beside: ['halwa', 'coffee'],
    parts: [
      { d: 'M-26-70c-8-10 8-16 0-28M0-74c-8-10 8-18 0-30M26-70c-8-10 8-16 0-28', stroke: cream, width: 3 },
      { d: 'M-60-56h120c-4 34-28 46-60 46s-56-12-60-46z', fill: '#c27b3d' },
      { d: 'M-66-62h132v8h-132z', fill: dark },
      { d: `M-50-40h100${zigzag(-40, -36, 5)}`, stroke: cream, width: 2 },
      { d: 'M40-62l26-44', stroke: amber, width: 6 },
      {
        d: 'M-30 0c-4-8 4-8 2-16 8 4 10 10 6 16zM-8 0c-4-8 4-8 2-16 8 4 10 10 6 16zM14 0c-4-8 4-8 2-16 8 4 10 10 6 16z',
        fill: amber,
      },
    ],
  },
  silver: {
    beside: ['khanjar', 'perfume'],
    parts: [
      { d: 'M-52-118c0 34 20 56 52 60 32-4 52-26 52-60', stroke: silver, width: 3 },
      { d: 'M-40-118c0 26 14 44 40 46 26-2 40-20 40-46', stroke: silver, width: 7 },
      { d: 'M-30-60h60v26h-60z', fill: silver },
      { d: `${zigzag(-26, -51, 6, 4)}M-26-40h52`, stroke: dark, width: 2 },
      {
        d: 'M-24-34v16M-12-34v22M0-34v26M12-34v22M24-34v16',
        stroke: silver,
        width: 2,
      },
      {
        d: 'M-24-18l4 6-4 6-4-6zM-12-12l4 6-4 6-4-6zM0-8l4 6-4 6-4-6zM12-12l4 6-4 6-4-6zM24-18l4 6-4 6-4-6z',
        fill: amber,
      },
    ],
  },
  incense: {
    beside: ['perfume', 'burner'],
    parts: [
      { d: 'M-8-62c-18-14 14-22 0-38-6-8-4-14 2-20M10-62c14-12-8-20 4-34', stroke: cream, width: 3.5 },
      { d: 'M-38-58h76l-10 26h-56z', fill: clay },
      { d: 'M-38-58l-4-12h12v12zM38-58l4-12h-12v12zM-6-58v-8h12v8z', fill: dark },
      { d: 'M-20-32h40l-8 14 14 18h-52l14-18z', fill: clay },
      { d: 'M-32-50h64M-24-38h48M-22-6h44', stroke: cream, width: 2.5 },
      { d: 'M-10-25l5-5 5 5-5 5zM0-25l5-5 5 5-5 5z', fill: amber },
    ],
  },
  dress: {
    beside: ['loom', 'dress'],
    parts: [
      { d: 'M-16-116h32l34 20 20 44-18 8-12-22 6 66h-92l6-66-12 22-18-8 20-44z', fill: '#2f6152' },
      { d: 'M-12-116c2 14 22 14 24 0M-10-104v50h20v-50', stroke: amber, width: 4 },
      { d: `${zigzag(-44, -12, 11, 4)}M-46-2h92`, stroke: amber, width: 2.5 },
      { d: 'M0-96l4 6-4 6-4-6zM0-80l4 6-4 6-4-6zM0-64l4 6-4 6-4-6z', fill: cream },
      { d: 'M-64-58l14-6M64-58l-14-6', stroke: amber, width: 3 },
    ],
  },
}

export interface Cloth {
  columns: number
  rows: number
  /** Diamonds of a last row that is not full. */
  rest: number
}

/** A cloth a little wider than high, with one diamond for each. */
export function clothOf(people: number): Cloth {
  const wished = Math.max(1, Math.round(Math.sqrt(people * 1.3)))
  // A count that comes out even has no torn row: 374 is 22 by 17.
  const even = [0, 1, -1, 2, -2].map((step) => wished + step).find((columns) => columns > 0 && people % columns === 0)
  const columns = even ?? wished
  return { columns, rows: Math.floor(people / columns), rest: people % columns }
}
