import { Control, DomEvent, type Map as LeafletMap } from 'leaflet/dist/leaflet-src.esm.js'

/** Zoom in, zoom out and all of Oman, where the page's lines begin, below the popups. */
export function addZoomButtons(map: LeafletMap, words: DOMStringMap, showWhole: () => void): void {
  const isRightToLeft = document.documentElement.dir === 'rtl'
  const zoom = new Control.Zoom({
    position: isRightToLeft ? 'bottomright' : 'bottomleft',
    zoomInTitle: words.zoomIn ?? '',
    zoomOutTitle: words.zoomOut ?? '',
  }).addTo(map)
  const whole = document.createElement('button')
  whole.type = 'button'
  whole.className = 'map-whole'
  whole.textContent = words.whole ?? ''
  DomEvent.disableClickPropagation(whole)
  whole.addEventListener('click', showWhole)
  zoom.getContainer()?.append(whole)
}
