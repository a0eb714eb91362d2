const hinge = 12
const lintel = 102
const sill = 220
const leafWidth = 48

/** One leaf of a door on Door's field of 120 by 220, swung inward: 0 is shut, 1 stands wide open. */
export function stepLeaf(openness: number): { leaf: string; panels: string; gap: number } {
  const width = leafWidth * (1 - 0.86 * openness)
  // The free edge of a leaf that swings inward is further away, so it looks shorter.
  const point = (across: number, down: number): string => {
    const top = lintel + 8 * openness * across
    const bottom = sill - 13 * openness * across
    return `${Math.round(hinge + width * across)} ${Math.round(top + (bottom - top) * down)}`
  }
  const panel = (from: number, to: number): string =>
    `M${point(0.16, from)}L${point(0.84, from)} ${point(0.84, to)} ${point(0.16, to)}z`
  return {
    leaf: `M${point(0, 0)}L${point(1, 0)} ${point(1, 1)} ${point(0, 1)}z`,
    panels: panel(0.06, 0.34) + panel(0.4, 0.6) + panel(0.66, 0.94),
    gap: Math.round(leafWidth - width),
  }
}
