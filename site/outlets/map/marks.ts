import {
  Circle,
  DivIcon,
  LatLng,
  LayerGroup,
  Marker,
  Polyline,
  type Map as LeafletMap,
} from 'leaflet/dist/leaflet-src.esm.js'
import { governorateAnchors } from '../governorate-anchors.ts'
import type { Listed } from './read-list.ts'
import { spreadMarks } from './spread-marks.ts'

/** Below this zoom a governorate is one number, from it on every outlet has its mark. */
export const marksFromZoom = 8
const markWidthPx = 26

export type Placed = Listed & { position: NonNullable<Listed['position']> }
export const isPlaced = (listed: Listed): listed is Placed => listed.position !== null

/** What a press on a mark means: an outlet, or the governorate of a number. */
export interface Chosen {
  outlet?: Placed
  governorate?: string
}

/** A mark that a finger, a mouse and a keyboard can press. */
function addMark(
  layers: LayerGroup,
  at: LatLng,
  look: { html: string; className: string; size: number; label: string; title: string; key: string },
  press: () => void,
): void {
  const icon = new DivIcon({ html: look.html, className: look.className, iconSize: [look.size, look.size] })
  const mark = new Marker(at, { icon, riseOnHover: true }).on('click', press).addTo(layers)
  const element = mark.getElement()
  if (!element) return
  element.ariaLabel = look.label
  element.title = look.title
  element.dataset.mark = look.key
  element.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return
    event.preventDefault()
    press()
  })
}

function addOutlets(map: LeafletMap, layers: LayerGroup, listed: Listed[], press: (chosen: Chosen) => void): void {
  const placed = listed.filter(isPlaced)
  const truly = placed.map(({ position }) => new LatLng(position.latitude, position.longitude))
  const spread = spreadMarks(
    truly.map((at) => map.latLngToLayerPoint(at)),
    markWidthPx,
  )
  placed.forEach((outlet, index) => {
    const [at, point] = [truly[index], spread[index]]
    if (!at || !point) return
    const shown = map.layerPointToLatLng([point.x, point.y])
    if (outlet.isArea)
      new Circle(at, {
        radius: outlet.position.accuracyMetres,
        className: `map-area sign--${outlet.category}`,
        interactive: false,
      }).addTo(layers)
    if (!map.latLngToLayerPoint(at).equals(map.latLngToLayerPoint(shown)))
      new Polyline([at, shown], { className: 'map-leader', interactive: false }).addTo(layers)
    const mark = outlet.item.querySelector('.outlet-mark')?.textContent
    addMark(
      layers,
      shown,
      {
        html: outlet.item.querySelector('svg')?.outerHTML ?? '',
        className: 'map-mark',
        size: markWidthPx + 2,
        title: outlet.name,
        label: [outlet.name, outlet.about, mark].join(' – '),
        key: outlet.slug,
      },
      () => press({ outlet }),
    )
  })
}

function addGovernorates(
  list: HTMLElement,
  layers: LayerGroup,
  listed: Listed[],
  press: (chosen: Chosen) => void,
): void {
  for (const { id, latitude, longitude } of governorateAnchors) {
    const count = listed.filter(({ governorate }) => governorate === id).length
    if (count === 0) continue
    const label = list.querySelector(`#in-${id}`)?.textContent.trim().replaceAll(/\s+/g, ' ') ?? ''
    addMark(
      layers,
      new LatLng(latitude, longitude),
      { html: String(count), className: 'map-count', size: 32, label, title: label, key: id },
      () => press({ governorate: id }),
    )
  }
}

/** Draws the list's outlets for the map's present zoom, in the list's order. */
export function drawMarks(
  map: LeafletMap,
  layers: LayerGroup,
  list: HTMLElement,
  listed: Listed[],
  press: (chosen: Chosen) => void,
): void {
  layers.clearLayers()
  if (map.getZoom() < marksFromZoom) addGovernorates(list, layers, listed, press)
  else addOutlets(map, layers, listed, press)
}
