import { geoJSON, type Map as LeafletMap } from 'leaflet/dist/leaflet-src.esm.js'
import neighbours from '../../../content/map/neighbour-land.json?raw'
import governorates from '../../../content/map/om-governorates.geojson?raw'
import { governorateAnchors } from '../governorate-anchors.ts'

type Shapes = Parameters<typeof geoJSON>[0]
const tintOf = new Map<unknown, number>(governorateAnchors.map(({ shape, tint }) => [shape, tint]))

/** The drawn ground: Natural Earth, public domain. Nothing of it can be touched. */
export function drawLand(map: LeafletMap): void {
  geoJSON(JSON.parse(neighbours) as Shapes, { interactive: false, style: { className: 'map-neighbour' } }).addTo(map)
  geoJSON(JSON.parse(governorates) as Shapes, {
    interactive: false,
    style: (shape) => ({ className: `land land--${tintOf.get(shape?.properties?.id)}` }),
  }).addTo(map)
}
