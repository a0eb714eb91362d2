import type { ExhibitionDetail, PlanFeature, StallView } from '../../worker/contract/exhibition.ts'

// The drawing's natural size gives a stall's shorter side 46 px; narrower windows may shrink it to 32 px, then it scrolls.
const naturalSidePx = 46
const leastSidePx = 32
const zonePaddingPx = 9
const zoneLabelPx = 24

interface Box {
  x: number
  y: number
  width: number
  height: number
}

export interface HallGeometry {
  width: number
  height: number
  leastWidth: number
  zones: (Box & { id: string; index: number })[]
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

/** The plan in CSS pixels, with a box around each zone's stalls that leaves room for the zone's name above them. */
export function layOutHall(hall: Pick<ExhibitionDetail, 'plan' | 'zones' | 'stalls'>): HallGeometry {
  const shortest = Math.min(...hall.stalls.map((stall) => Math.min(stall.width, stall.height)), hall.plan.width)
  const scale = naturalSidePx / shortest
  const px = (units: number) => Math.round(units * scale * 10) / 10
  const placed = (box: Box): Box => ({ x: px(box.x), y: px(box.y), width: px(box.width), height: px(box.height) })

  const stalls = hall.stalls.map((stall) => ({ ...placed(stall), stall }))
  const zones = hall.zones.flatMap((zone, index) => {
    const inside = stalls.filter((place) => place.stall.zone === zone.id)
    if (inside.length === 0) return []
    const box = around(inside)
    return [
      {
        id: zone.id,
        index,
        x: box.x - zonePaddingPx,
        y: box.y - zoneLabelPx,
        width: box.width + 2 * zonePaddingPx,
        height: box.height + zoneLabelPx + zonePaddingPx,
      },
    ]
  })
  return {
    width: px(hall.plan.width),
    height: px(hall.plan.height),
    leastWidth: Math.round((px(hall.plan.width) * leastSidePx) / naturalSidePx),
    zones,
    stalls,
    features: hall.plan.features.map((feature) => ({ ...placed(feature), feature })),
  }
}
