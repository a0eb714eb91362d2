// Each slug gets a carving of its own: a lattice, an ornament at its crossings, a scale, an angle, a wood and a door head.

const lattices = [
  (t: number) => `M0 0L${t} ${t}M${t} 0L0 ${t}`,
  (t: number) => `M0 0Q${t} 0 ${t} ${t}Q0 ${t} 0 0zM${t} 0Q${t} ${t} 0 ${t}Q0 0 ${t} 0z`,
  (t: number) =>
    `M${t * 0.5} ${t * 0.08}L${t * 0.62} ${t * 0.38}L${t * 0.92} ${t * 0.5}L${t * 0.62} ${t * 0.62}L${t * 0.5} ${t * 0.92}L${t * 0.38} ${t * 0.62}L${t * 0.08} ${t * 0.5}L${t * 0.38} ${t * 0.38}zM0 0L${t * 0.38} ${t * 0.38}M${t} 0L${t * 0.62} ${t * 0.38}M0 ${t}L${t * 0.38} ${t * 0.62}M${t} ${t}L${t * 0.62} ${t * 0.62}`,
  (t: number) =>
    `M${t * 0.3} 0L${t * 0.7} 0L${t} ${t * 0.3}V${t * 0.7}L${t * 0.7} ${t}H${t * 0.3}L0 ${t * 0.7}V${t * 0.3}zM${t * 0.3} ${t * 0.3}H${t * 0.7}V${t * 0.7}H${t * 0.3}z`,
  (t: number) => `M0 ${t * 0.5}L${t * 0.5} 0L${t} ${t * 0.5}M0 ${t}L${t * 0.5} ${t * 0.5}L${t} ${t}M${t * 0.5} 0V${t}`,
  (t: number) =>
    `M${t * 0.1} ${t * 0.1}H${t * 0.5}M${t * 0.1} ${t * 0.25}H${t * 0.5}M${t * 0.1} ${t * 0.4}H${t * 0.5}M${t * 0.6} ${t * 0.1}V${t * 0.5}M${t * 0.75} ${t * 0.1}V${t * 0.5}M${t * 0.9} ${t * 0.1}V${t * 0.5}M${t * 0.6} ${t * 0.6}H${t}M${t * 0.6} ${t * 0.75}H${t}M${t * 0.6} ${t * 0.9}H${t}M${t * 0.1} ${t * 0.6}V${t}M${t * 0.25} ${t * 0.6}V${t}M${t * 0.4} ${t * 0.6}V${t}`,
  (t: number) =>
    `M${t * 0.5} 0A${t * 0.5} ${t * 0.5} 0 0 1 0 ${t * 0.5}M${t * 0.5} 0A${t * 0.5} ${t * 0.5} 0 0 0 ${t} ${t * 0.5}A${t * 0.5} ${t * 0.5} 0 0 0 ${t * 0.5} ${t}A${t * 0.5} ${t * 0.5} 0 0 0 0 ${t * 0.5}M0 0H${t}M0 0V${t}`,
  (t: number) =>
    `M0 ${t * 0.5}L${t * 0.25} ${t * 0.25}L${t * 0.5} ${t * 0.5}L${t * 0.75} ${t * 0.25}L${t} ${t * 0.5}L${t * 0.75} ${t * 0.75}L${t * 0.5} ${t * 0.5}L${t * 0.25} ${t * 0.75}zM0 0H${t}M0 ${t * 0.1}H${t}`,
] as const

const ornaments = [
  (x: number, y: number, r: number) => `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`,
  (x: number, y: number, r: number) => `M${x} ${y - r}l${r} ${r}l${-r} ${r}l${-r} ${-r}z`,
  (x: number, y: number, r: number) =>
    `M${x - r} ${y - r * 0.3}h${2 * r}v${r * 0.6}h${-2 * r}zM${x - r * 0.3} ${y - r}h${r * 0.6}v${2 * r}h${-r * 0.6}z`,
  (x: number, y: number, r: number) => `M${x - r * 0.8} ${y - r * 0.8}h${r * 1.6}v${r * 1.6}h${-r * 1.6}z`,
] as const

type Head = readonly [outer: string, inner: string]

/** Outlines of a door head on a 120 by 168 field; the inner one is inset by the width of the frame. */
const heads: readonly [Head, ...Head[]] = [
  ['M6 168V74C6 36 42 26 60 4c18 22 54 32 54 70v94z', 'M19 168V78C19 46 46 38 60 20c14 18 41 26 41 58v90z'],
  ['M6 168V60a54 54 0 01108 0v108z', 'M19 168V62a41 41 0 0182 0v106z'],
  [
    'M6 168V80C6 50 20 44 36 36 50 29 56 20 60 4c4 16 10 25 24 32 16 8 30 14 30 44v88z',
    'M19 168V84C19 62 28 56 42 48 52 42 57 35 60 24c3 11 8 18 18 24 14 8 23 14 23 36v84z',
  ],
  [
    'M6 168V76a20 20 0 0112-26 20 20 0 0118-24 24 24 0 0124-22 24 24 0 0124 22 20 20 0 0118 24 20 20 0 0112 26v92z',
    'M19 168V80a15 15 0 0110-22 16 16 0 0114-19 17 17 0 0117-19 17 17 0 0117 19 16 16 0 0114 19 15 15 0 0110 22v88z',
  ],
]

const woods = ['indigo', 'palm', 'clay', 'night'] as const

function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  return (hash ^ (hash >>> 13)) >>> 0
}

const rounded = (path: string): string =>
  path.replace(/\d+\.\d+/g, (digits) => String(Math.round(Number(digits) * 10) / 10))

export interface ArchPattern {
  wood: (typeof woods)[number]
  tile: number
  angle: number
  lattice: string
  ornament: string
  outer: string
  inner: string
}

/** The carving of a slug: always the same for the same slug. */
export function archPattern(slug: string): ArchPattern {
  let rest = hashOf(slug)
  const pick = <T>(list: readonly [T, ...T[]]): T => {
    const chosen = list[rest % list.length] ?? list[0]
    rest = Math.floor(rest / list.length)
    return chosen
  }
  const wood = pick(woods)
  const [outer, inner] = pick(heads)
  const lattice = pick(lattices)
  const ornament = pick(ornaments)
  const tile = pick([12, 14, 17, 20])
  const angle = pick([0, 45])
  const radius = tile * 0.13
  return {
    wood,
    tile,
    angle,
    lattice: rounded(lattice(tile)),
    ornament: rounded(ornament(tile / 2, tile / 2, radius)),
    outer,
    inner,
  }
}
