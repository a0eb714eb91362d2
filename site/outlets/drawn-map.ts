import shapes from '../../content/map/om-governorates.geojson?raw'
import { governorateAnchors } from './governorate-anchors.ts'

/** The governorates as a drawing of the server: Natural Earth, simplified; its boundaries are approximate. */

type Pair = [longitude: number, latitude: number]
interface Shapes {
  features: {
    properties: { id: string }
    geometry: { type: 'Polygon'; coordinates: Pair[][] } | { type: 'MultiPolygon'; coordinates: Pair[][][] }
  }[]
}

const west = 51.75
const north = 26.6
const south = 16.45
const unitsPerDegree = 88
/** How far a simplified border may stand off, in units of the drawing. */
const tolerance = 1.3

const mercator = (latitude: number) => (Math.log(Math.tan(Math.PI / 4 + (latitude * Math.PI) / 360)) * 180) / Math.PI

/** Where a position stands on the drawing. */
export const project = ({ latitude, longitude }: { latitude: number; longitude: number }) => ({
  x: Math.round((longitude - west) * unitsPerDegree * 10) / 10,
  y: Math.round((mercator(north) - mercator(latitude)) * unitsPerDegree * 10) / 10,
})

/** A length on the ground as a length on the drawing. */
export const unitsOf = (metres: number, latitude: number): number =>
  ((metres / 111_320) * unitsPerDegree) / Math.cos((latitude * Math.PI) / 180)

export const drawingSize = { width: 716, height: Math.round(project({ latitude: south, longitude: west }).y) }

interface Place {
  x: number
  y: number
}

function offLine(point: Place, from: Place, to: Place): number {
  const [width, height] = [to.x - from.x, to.y - from.y]
  const length = Math.hypot(width, height)
  if (length === 0) return Math.hypot(point.x - from.x, point.y - from.y)
  return Math.abs(width * (from.y - point.y) - (from.x - point.x) * height) / length
}

/** Douglas and Peucker: leaves out the points that stand nearly on the line between their neighbours. */
function simplify(line: Place[]): Place[] {
  const [from, to] = [line[0], line.at(-1)]
  if (!from || !to || line.length < 3) return line
  const offs = line.map((point) => offLine(point, from, to))
  const farthest = offs.indexOf(Math.max(...offs))
  if ((offs[farthest] ?? 0) <= tolerance) return [from, to]
  return [...simplify(line.slice(0, farthest + 1)).slice(0, -1), ...simplify(line.slice(farthest))]
}

function pathOf(ring: Pair[]): string {
  const kept = simplify(ring.map(([longitude, latitude]) => project({ latitude, longitude })))
  const points = kept.map(({ x, y }) => ({ x: Math.round(x), y: Math.round(y) }))
  // An island of a point or two would be drawn as nothing.
  if (points.length < 4) return ''
  const [first] = points
  const steps = points.slice(1, -1).map(({ x, y }, index) => {
    const before = points[index]
    return `${x - (before?.x ?? 0)} ${y - (before?.y ?? 0)}`
  })
  return `M${first?.x} ${first?.y}l${steps.join(' ').replaceAll(' -', '-')}z`
}

const { features } = JSON.parse(shapes) as Shapes

/** One path for each governorate, in the official order. */
export const drawnGovernorates = governorateAnchors.map(({ id, shape, latitude, longitude }) => {
  const geometry = features.find(({ properties }) => properties.id === shape)?.geometry
  const polygons = geometry?.type === 'MultiPolygon' ? geometry.coordinates : geometry ? [geometry.coordinates] : []
  return { id, path: polygons.flat().map(pathOf).join(''), anchor: project({ latitude, longitude }) }
})
