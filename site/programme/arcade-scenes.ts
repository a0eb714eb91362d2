import type { OutletCategory } from '../outlets/codes.ts'

/** A filled path, or a line when it has a `width`. Colours are the same in both schemes, as in a picture. */
interface Stroke {
  d: string
  colour: string
  width?: number
}

const night = '#171f38'
const indigo = '#31427a'
const clay = '#a5452c'
const dark = '#6d2a1a'
const amber = '#d39a3a'
const light = '#f3c267'
const cream = '#f6e3bd'
const palm = '#2f6152'
const leaf = '#93cdb8'

const fronds = (x: number, y: number): string =>
  `M${x} ${y}c-4-6-9-6-13 0M${x} ${y}c4-6 9-6 13 0M${x} ${y}c-1-9-7-11-11-9M${x} ${y}c1-9 7-11 11-9M${x} ${y}v-13`

/** What is seen through an arch of the arcade on a 120 by 160 field: each kind of place, and the country itself. */
export const arcadeScenes: Record<OutletCategory | 'all', { sky: string; strokes: Stroke[] }> = {
  traditional_souq: {
    sky: dark,
    strokes: [
      { d: 'M19 160V88c0-27 27-35 41-52 14 17 41 25 41 52v72z', colour: clay },
      { d: 'M33 160v-61c0-19 18-25 27-38 9 13 27 19 27 38v61z', colour: amber },
      { d: 'M46 160v-48c0-11 9-15 14-23 5 8 14 12 14 23v48z', colour: cream },
      { d: 'M22 160c-6-9 3-13 3-20h9c0 7 9 11 3 20zM83 160c-6-9 3-13 3-20h9c0 7 9 11 3 20z', colour: palm },
      { d: 'M24 140h11M85 140h11', colour: cream, width: 2.5 },
      { d: 'M60 12v22', colour: cream, width: 1.6 },
      { d: 'M54 34h12l4 9-5 11H55l-5-11z', colour: light },
      { d: 'M55 54h10M52 43h16', colour: dark, width: 1.6 },
    ],
  },
  mall: {
    sky: '#214a3f',
    strokes: [
      { d: 'M32 78a28 28 0 0156 0z', colour: leaf },
      { d: 'M60 50v28M44 56l8 22M76 56l-8 22M33 74h54', colour: '#214a3f', width: 1.6 },
      { d: 'M10 78h100v82H10z', colour: palm },
      { d: 'M6 78h108v6H6z', colour: amber },
      {
        d: 'M20 160v-38a12 12 0 0124 0v38zM48 160v-38a12 12 0 0124 0v38zM76 160v-38a12 12 0 0124 0v38z',
        colour: light,
      },
      { d: 'M32 110v50M60 110v50M88 110v50M16 96h88', colour: palm, width: 2 },
    ],
  },
  tourist_site: {
    sky: amber,
    strokes: [
      { d: 'M86 44a16 16 0 100 32 16 16 0 000-32z', colour: cream },
      { d: 'M0 112l22-26 18 14 26-30 26 28 28-16v78H0z', colour: '#b5653a' },
      { d: 'M26 136l4-50v-8h6v5h6v-5h6v5h6v-5h6v5h6v-5h6v8l4 50z', colour: cream },
      { d: 'M66 138v-30h6v5h6v-5h6v5h6v-5h6v5h6v25z', colour: '#ecd5a4' },
      { d: 'M46 136v-14a6 6 0 0112 0v14z', colour: clay },
      { d: 'M40 96v8M62 96v8', colour: clay, width: 2.5 },
      { d: 'M0 160v-22q56-16 120-4v26z', colour: dark },
    ],
  },
  hotel: {
    sky: night,
    strokes: [
      { d: 'M38 66h44v94H38z', colour: indigo },
      { d: 'M34 62h52v6H34zM48 48h24v14H48z', colour: amber },
      { d: 'M47 80v11M60 80v11M73 80v11M47 104v11M73 104v11', colour: light, width: 6 },
      { d: 'M60 104v11', colour: night, width: 6 },
      { d: 'M51 160v-21a9 9 0 0118 0v21z', colour: cream },
      { d: 'M24 160c3-14 3-26 1-38M96 160c-3-14-3-26-1-38', colour: palm, width: 4 },
      { d: `${fronds(25, 122)}${fronds(95, 122)}`, colour: palm, width: 3 },
    ],
  },
  airport: {
    sky: indigo,
    strokes: [
      { d: 'M0 122l30-22 22 14 30-26 38 26v46H0z', colour: '#26345f' },
      { d: 'M12 96C34 92 52 80 66 62', colour: cream, width: 1.6 },
      {
        d: 'M92 36c3-1 5 1 4 4L80 58l6 26-5 4-10-21-11 11 1 9-4 3-4-9-9-4 3-4 9 1 11-11-21-10 4-5 26 6z',
        colour: cream,
      },
      { d: 'M0 160v-24h120v24z', colour: night },
      { d: 'M8 148h8M30 148h8M52 148h8M74 148h8M96 148h8', colour: light, width: 3 },
    ],
  },
  all: {
    sky: '#2c5d73',
    strokes: [
      { d: 'M0 40l30 14 16 26 34 6 18 26 22 10v38H0z', colour: '#e7d3a8' },
      { d: 'M0 84l40 18 30 30 50 12', colour: '#cdb27c', width: 1.6 },
      { d: 'M66 48q4-4 8 0t8 0M76 62q4-4 8 0t8 0M84 78q4-4 8 0', colour: leaf, width: 1.6 },
      {
        d: 'M34 108s14-13 14-24a14 14 0 00-28 0c0 11 14 24 14 24zM78 140s14-13 14-24a14 14 0 00-28 0c0 11 14 24 14 24z',
        colour: clay,
      },
      { d: 'M34 79l5 5-5 5-5-5zM78 111l5 5-5 5-5-5z', colour: cream },
    ],
  },
}
