import { Popup, type Map as LeafletMap } from 'leaflet/dist/leaflet-src.esm.js'
import { languageOf } from '../../ui/language.ts'
import { directionsTo } from '../directions.ts'
import { distanceWords } from '../distance-words.ts'
import type { Placed } from './marks.ts'

const language = languageOf(new URL(location.href))

function fillTemplate(template: HTMLTemplateElement, outlet: Placed): HTMLElement | null {
  const box = (template.content.cloneNode(true) as DocumentFragment).querySelector<HTMLElement>('[role=dialog]')
  if (!box) return null
  const say = (name: string, text: string) => {
    const place = box.querySelector(`[data-${name}]`)
    if (place) place.textContent = text
  }
  const lead = (name: string, href: string) => box.querySelector(`a[data-${name}]`)?.setAttribute('href', href)
  const { position, isArea } = outlet
  const about = box.querySelector<HTMLElement>('[data-accuracy]')
  const sentence = (isArea ? about?.dataset.area : about?.dataset.point) ?? ''
  say('name', outlet.name)
  say('about', outlet.about)
  say('accuracy', sentence.replace('{distance}', distanceWords(language, position.accuracyMetres)))
  box
    .querySelector('[data-marks]')
    ?.append(...[...outlet.item.querySelectorAll('.outlet-mark')].map((mark) => mark.cloneNode(true)))
  lead('page', outlet.href)
  for (const [name, href] of Object.entries(directionsTo(position, outlet.name))) lead(name, href)
  return box
}

/**
 * Opens what is known of an outlet above its place, as a dialog of our own: it reads in the page's direction, has its
 * close button at the end of its line, can take the focus, and Esc closes it. `onClosed` is for giving the focus back.
 */
export function openPopup(
  map: LeafletMap,
  template: HTMLTemplateElement,
  outlet: Placed,
  { takesFocus, onClosed }: { takesFocus: boolean; onClosed: () => void },
): void {
  const box = fillTemplate(template, outlet)
  if (!box) return
  const size = map.getSize()
  const width = Math.min(272, size.x - 60)
  const popup = new Popup({
    closeButton: false,
    closeOnEscapeKey: false,
    className: 'map-popup',
    offset: [0, -8],
    minWidth: width,
    maxWidth: width,
    maxHeight: Math.max(160, size.y - 130),
    autoPanPaddingTopLeft: [12, 12],
    // The zoom buttons stand there.
    autoPanPaddingBottomRight: [12, 60],
  })
  const close = () => {
    popup.close()
    onClosed()
  }
  box.querySelector('button')?.addEventListener('click', close)
  box.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close()
  })
  popup.setLatLng([outlet.position.latitude, outlet.position.longitude]).setContent(box).openOn(map)
  if (takesFocus) box.focus({ preventScroll: true })
}
