import { TileLayer, type Map as LeafletMap } from 'leaflet/dist/leaflet-src.esm.js'

/** Where the operator set a tile server: a button that loads its pictures, with its credit beside the map. */
export function offerDetailedMap(map: LeafletMap, figure: HTMLElement): void {
  const offer = figure.querySelector<HTMLElement>('[data-tiles]')
  const { tiles } = offer?.dataset ?? {}
  const button = offer?.querySelector('button')
  if (!offer || !tiles || !button) return
  offer.hidden = false
  button.addEventListener('click', () => {
    map.setMaxZoom(17)
    new TileLayer(tiles, { maxZoom: 17, referrerPolicy: 'strict-origin-when-cross-origin' }).addTo(map)
    map.getContainer().classList.add('has-tiles')
    button.remove()
    map.getContainer().focus({ preventScroll: true })
  })
}
