import { DivIcon, LatLngBounds, Marker, type Map as LeafletMap } from 'leaflet/dist/leaflet-src.esm.js'
import { knownHere } from './near-me.ts'
import { readList } from './read-list.ts'

/** While the list is in the order of distance, shows where the person is, with the nearest outlets around. */
export function showHere(map: LeafletMap, finder: HTMLElement, words: DOMStringMap): void {
  const icon = new DivIcon({ className: 'map-here', iconSize: [18, 18] })
  let mark: Marker | null = null

  function show(): void {
    mark?.remove()
    mark = null
    const here = knownHere()
    if (!here) return
    mark = new Marker([here.latitude, here.longitude], { icon, keyboard: false, interactive: false }).addTo(map)
    const element = mark.getElement()
    element?.setAttribute('role', 'img')
    element?.setAttribute('aria-label', words.you ?? '')
    const around = new LatLngBounds([[here.latitude, here.longitude]])
    for (const { position } of readList(finder).slice(0, 3))
      if (position) around.extend([position.latitude, position.longitude])
    map.fitBounds(around.pad(0.2), { maxZoom: 10, animate: false })
  }

  finder.addEventListener('here', show)
  show()
}
