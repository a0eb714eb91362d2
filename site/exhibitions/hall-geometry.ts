import type { ExhibitionDetail, PlanFeature, StallView } from '../../worker/contract/exhibition.ts'

// The drawing's natural size gives a stall's shorter side 46 px; narrower windows may shrink it to 32 px, then it scrolls.
const naturalSidePx = 46
const leastSidePx = 32
const zonePaddingPx = 9
const zoneLabelPx = 24
const leastLabelPx = 17
/** How large a stall would be in a hall that has none yet, in plan units. */
const usualSide = 30

interface Box {
  x: number
  y: number
  width: number
  height: number
}

export interface HallGeometry {
  /** CSS pixels for one plan unit. */
  scale: number
  width: number
  height: number
  top: number
  leastWidth: number
  zones: (Box & { index: number; isNamed: boolean })[]
  stalls: (Box & { stall: StallView })[]
  features: (Box & { feature: PlanFeature })[]
}

const around = (boxes: Box[]): Box => {
  const x = Math.min(...boxes.map((box) => box.x))
  const y = Math.min(...boxes.map((box) => box.y))
  const end = Math.max(...boxes.map((box) => box.x + box.width))
  const bottom = Math.max(...boxes.map((box) => box.y + box.height))
  return { x, y, width: end - x, height: bottom - y }
}

/** How far the nearest of `others` above a box is; endless when nothing is above it. */
const roomAbove = (box: Box, others: Box[]): number =>
  Math.min(
    ...others
      .filter(
        (other) => other.y + other.height <= box.y && other.x < box.x + box.width && box.x < other.x + other.width,
      )
      .map((other) => box.y - (other.y + other.height)),
  )

/**
 * The plan in CSS pixels, with a box around each zone's stalls. A zone's name stands in its box above the stalls;
 * where something else stands too close above, the box has no name (`isNamed`) and the legend names it.
 */
export function layOutHall(hall: Pick<ExhibitionDetail, 'plan' | 'zones' | 'stalls'>): HallGeometry {
  const sides = hall.stalls.map((stall) => Math.min(stall.width, stall.height))
  const shortest = sides.length === 0 ? usualSide : Math.min(...sides, hall.plan.width || usualSide)
  const scale = naturalSidePx / shortest
  const px = (units: number) => Math.round(units * scale * 10) / 10
  const placed = (box: Box): Box => ({ x: px(box.x), y: px(box.y), width: px(box.width), height: px(box.height) })

  const stalls = hall.stalls.map((stall) => ({ ...placed(stall), stall }))
  const features = hall.plan.features.map((feature) => ({ ...placed(feature), feature }))
  const zones = hall.zones.flatMap((zone, index) => {
    const inside = stalls.filter((place) => place.stall.zone === zone.id)
    if (inside.length === 0) return []
    const box = around(inside)
    const label = Math.min(zoneLabelPx, roomAbove(box, [...stalls, ...features]) - 2)
    const isNamed = label >= leastLabelPx
    const above = isNamed ? label : Math.min(zonePaddingPx, Math.max(2, label))
    const zoneBox = {
      x: box.x - zonePaddingPx,
      y: box.y - above,
      width: box.width + 2 * zonePaddingPx,
      height: box.height + above + zonePaddingPx,
    }
    return [{ ...zoneBox, index, isNamed }]
  })
  const extent = around([...stalls, ...features, ...zones, { x: 0, y: 0, width: 0, height: 0 }])
  const width = Math.max(px(hall.plan.width), extent.x + extent.width + zonePaddingPx)
  return {
    scale,
    width,
    height: Math.max(px(hall.plan.height), extent.y + extent.height + zonePaddingPx),
    top: Math.min(0, ...zones.map((zone) => zone.y - 6)),
    leastWidth: Math.round((width * leastSidePx) / naturalSidePx),
    zones,
    stalls,
    features,
  }
}

/** Where a zone's name stands: one that would leave the hall at its right edge ends with its zone instead. */
export const namePlaceOf = (zone: Box, name: string, hallWidth: number): { x: number; anchor: 'start' | 'end' } =>
  zone.x + 10 + name.length * 8 > hallWidth
    ? { x: zone.x + zone.width - 10, anchor: 'end' }
    : { x: zone.x + 10, anchor: 'start' }

/** The name of something tall and narrow stands upright. */
export const uprightOf = (box: Box): string | undefined =>
  box.height > 2 * box.width ? `rotate(90 ${box.x + box.width / 2} ${box.y + box.height / 2})` : undefined
