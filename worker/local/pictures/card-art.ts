import { readdir, readFile } from 'node:fs/promises'
import type { Card } from '../../../site/finding/cards.ts'
import { archPattern } from '../../../site/ui/arch-pattern.ts'
import type { Language } from '../../contract/codes.ts'
import { repository } from '../local-folders.ts'

const amber = '#d39a3a'
const clay = '#a5452c'
const cream = '#f6e3bd'
const woods = { indigo: '#31427a', palm: '#214a3f', clay: '#6d2a1a', night: '#131a30' }
const frames = { indigo: clay, palm: '#2f6152', clay, night: '#7b5a24' }

/** A carved door as the site draws it (site/ui/Arch.astro), its foot at `x`, `y`. */
function door(slug: string, x: number, y: number, width: number): string {
  const { wood, tile, angle, lattice, ornament, outer, inner } = archPattern(slug)
  const scale = width / 120
  return `<g transform="translate(${x - width / 2} ${y - 168 * scale}) scale(${scale})" fill="none">
    <pattern id="${slug}" width="${tile}" height="${tile}" x="60" y="20" patternUnits="userSpaceOnUse" patternTransform="rotate(${angle} 60 84)">
      <path d="${lattice}" stroke="${amber}" stroke-width=".9"/><path d="${ornament}" fill="${amber}"/>
    </pattern>
    <path d="${outer}" fill="${frames[wood]}"/>
    <path d="${outer}" transform="translate(60 90) scale(.89 .93) translate(-60 -88)" stroke="${cream}" stroke-width="2.2" stroke-linecap="round" stroke-dasharray=".1 5.6"/>
    <path d="${inner}" fill="${woods[wood]}"/><path d="${inner}" fill="url(#${slug})"/>
    <path d="${inner}M60 24V168M19 104H101" stroke="${amber}" stroke-width="1.4"/>
    <path d="M49.500 113a3.500 3.500 0 107 0 3.500 3.500 0 10-7 0M63.500 113a3.500 3.500 0 107 0 3.500 3.500 0 10-7 0" stroke="${cream}" stroke-width="1.8"/>
  </g>`
}

const range = (count: number) => Array.from({ length: count }, (_, index) => index)

/** A hall seen through an arch: some stalls are taken. */
function hall(): string {
  const taken = new Set([1, 2, 6, 11, 13, 17, 20, 21, 26, 30])
  const stalls = range(36).map((index) => {
    const [x, y] = [118 + (index % 6) * 50 + (index % 6 > 2 ? 26 : 0), 150 + Math.floor(index / 6) * 50]
    return taken.has(index)
      ? `<path d="M${x} ${y}h38v38h-38zM${x} ${y + 38}l38-38" fill="#f5ded4" stroke="${clay}" stroke-width="3"/>`
      : `<path d="M${x} ${y}h38v38h-38z" fill="#fffdf8" stroke="#2f6152" stroke-width="4"/>`
  })
  return `<path d="M40 458V210C40 96 170 70 280 4c110 66 240 92 240 206v248z" fill="${clay}"/>
    <path d="M54 458V214C54 110 176 88 280 24c104 64 226 86 226 190v244" fill="none" stroke="${cream}" stroke-width="5" stroke-linecap="round" stroke-dasharray=".1 15"/>
    <path d="M74 458V220C74 128 184 110 280 52c96 58 206 76 206 168v238z" fill="#f6f1e7"/>${stalls.join('')}`
}

/** Four doors, each a step higher the way the language reads. */
function tracks(language: Language): string {
  const doors = range(4)
    .map((index) => {
      const [x, top] = [8 + index * 138, 458 - index * 64]
      const stair = `<path d="M${x} ${top}h138V460h-138z" fill="#31427a"/><path d="M${x + 8} ${top + 14}h122" stroke="${amber}" stroke-width="3" stroke-linecap="round" stroke-dasharray=".1 11"/>`
      return stair + door(`track-${index + 3}`, x + 69, top, 124)
    })
    .join('')
  return language === 'ar' ? `<g transform="matrix(-1 0 0 1 568 0)">${doors}</g>` : doors
}

/** One diamond for each of the 374 women of Sohar (fact F31), as on a loom. */
function cloth(): string {
  const colours = [clay, amber, '#2f6152', cream, '#7f8dc4']
  const diamonds = range(374).map((index) => {
    const [column, row] = [index % 22, Math.floor(index / 22)]
    const ring = Math.max(Math.abs(column - 10.5), Math.abs(row - 8) * 1.3)
    const colour = colours[Math.floor(ring / 2.2 + (column + row) * 0.001) % colours.length]
    return `<path d="M${30 + column * 23.5} ${34 + row * 23.5}l10.500 10.500-10.500 10.500-10.500-10.500z" fill="${colour}"/>`
  })
  const fringe = range(44).map((index) => `M${20 + index * 11.9} 442v16`)
  return `<path d="M8 20h532v424H8z" fill="#1b2440"/>${diamonds.join('')}<path d="M8 26h532M8 438h532" stroke="${clay}" stroke-width="6"/><path d="${fringe.join('')}" stroke="${cream}" stroke-width="3"/>`
}

interface Position {
  longitude: number
  latitude: number
  confidence: string
}

type Ring = [longitude: number, latitude: number][]
type Geometry = { type: 'Polygon'; coordinates: Ring[] } | { type: 'MultiPolygon'; coordinates: Ring[][] }

/** The drawn map of the outlets page, each proposed or approved place a diamond. */
async function map(): Promise<string> {
  const read = async (path: string) => JSON.parse(await readFile(`${repository}content/${path}`, 'utf8')) as unknown
  const shapes = (await read('map/om-governorates.geojson')) as { features: { geometry: Geometry }[] }
  const at = (longitude: number, latitude: number) =>
    `${((longitude - 51.6) * 43 + 150).toFixed(1)} ${((26.5 - latitude) * 45).toFixed(1)}`
  const rings = shapes.features.flatMap(({ geometry }) =>
    geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat(),
  )
  const land = rings.map((ring) => `M${ring.map(([x, y]) => at(x, y)).join('L')}z`).join('')
  const files = (await readdir(`${repository}content/outlets`)).filter((name) => name.endsWith('.json'))
  const outlets = await Promise.all(files.map((file) => read(`outlets/${file}`)))
  // A position that is hardly known is never drawn as a point.
  const pins = (outlets as { position?: Position }[]).flatMap(({ position }) =>
    position && position.confidence !== 'low' ? [`M${at(position.longitude, position.latitude)}m0-8l8 8-8 8-8-8z`] : [],
  )
  return `<path d="${land}" fill="#4d60a4" stroke="#4d60a4"/><path d="${pins.join('')}" fill="${amber}" stroke="#1b2440" stroke-width="2"/>`
}

/** What is drawn beside a card's words, on a field of 560 by 458 that stands on the ground. */
export async function cardArt(language: Language, card: Card): Promise<string> {
  switch (card) {
    case 'programme':
      return tracks(language)
    case 'exhibitions':
      return hall()
    case 'outlets':
      return map()
    case 'stories':
      return cloth()
    default:
      return door('sohar', 72, 458, 144) + door('nizwa', 488, 458, 144) + door('tamkeen-door', 280, 458, 268)
  }
}
