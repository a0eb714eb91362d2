import { LatLngBounds, LayerGroup, Map as LeafletMap } from 'leaflet/dist/leaflet-src.esm.js'
import leafletStyles from 'leaflet/dist/leaflet.css?raw'
import { governorateAnchors } from '../governorate-anchors.ts'
import { drawLand } from './base-land.ts'
import { offerDetailedMap } from './detailed-map.ts'
import { drawMarks, isPlaced, marksFromZoom, type Chosen, type Placed } from './marks.ts'
import mapStyles from './map.css?inline'
import { addMapButtons } from './map-buttons.ts'
import { openPopup } from './popup.ts'
import { readList, type Listed } from './read-list.ts'
import { showHere } from './show-here.ts'
import { followFilters } from './swap-list.ts'
import { addZoomButtons } from './zoom-buttons.ts'

/** All of Oman, with the sea it looks at. */
const whole = new LatLngBounds([16.5, 51.9], [26.5, 60])
const land = new LatLngBounds([12, 46], [31, 66])
const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches

function makeMap(canvas: HTMLElement): LeafletMap {
  const styles = new CSSStyleSheet()
  styles.replaceSync(leafletStyles + mapStyles)
  document.adoptedStyleSheets.push(styles)
  const map = new LeafletMap(canvas, {
    attributionControl: false,
    zoomControl: false,
    minZoom: 4,
    maxZoom: 11,
    zoomSnap: 0.25,
    maxBounds: land,
    scrollWheelZoom: false,
    inertia: !isStill,
    zoomAnimation: !isStill,
    fadeAnimation: !isStill,
    markerZoomAnimation: !isStill,
  })
  // Leaflet slides to what has the focus even when nothing may move.
  if (isStill) map.panBy = (offset) => LeafletMap.prototype.panBy.call(map, offset, { animate: false })
  // The wheel scrolls the page until somebody works with the map.
  map.on('focus', () => map.scrollWheelZoom.enable())
  map.on('blur', () => map.scrollWheelZoom.disable())
  return map
}

// Closer than this a phone shows no coast and no border by which a place is known.
const closestView = 9

/** Shows the outlets of the page's list on a map in `canvas`, and keeps the two in step. */
export function openMap(finder: HTMLElement, figure: HTMLElement, canvas: HTMLElement, isAsked: boolean): void {
  const list = finder.querySelector<HTMLElement>('[data-part=list]')
  const template = figure.querySelector('template')
  if (!list || !template) return
  const map = makeMap(canvas)
  const layers = new LayerGroup()
  let listed: Listed[] = []

  const markOf = (key: string) => canvas.querySelector<HTMLElement>(`[data-mark="${CSS.escape(key)}"]`)

  function draw(): void {
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.mark : undefined
    const wasHere = focused !== undefined && canvas.contains(document.activeElement)
    drawMarks(map, layers, list ?? canvas, listed, press)
    if (!wasHere) return
    const inside = listed.find(({ governorate, slug }) => governorate === focused || slug === focused)
    const next = markOf(focused) ?? markOf(inside?.slug ?? '') ?? markOf(inside?.governorate ?? '') ?? canvas
    next.focus({ preventScroll: true })
  }

  function viewOf(shown: Listed[]): void {
    const ids = new Set(shown.map(({ governorate }) => governorate))
    if (ids.size !== 1) return void map.fitBounds(whole, { animate: !isStill })
    const bounds = new LatLngBounds([])
    for (const { position } of shown.filter(isPlaced)) bounds.extend([position.latitude, position.longitude])
    const anchor = governorateAnchors.find(({ id }) => ids.has(id))
    if (!bounds.isValid() && anchor) bounds.extend([anchor.latitude, anchor.longitude])
    const zoom = Math.max(marksFromZoom, Math.min(map.getBoundsZoom(bounds.pad(0.25)), closestView))
    map.setView(bounds.getCenter(), zoom, { animate: !isStill })
  }

  function choose(outlet: Placed, giveBack: () => HTMLElement | null, takesFocus = true): void {
    if (map.getZoom() < marksFromZoom)
      map.setView([outlet.position.latitude, outlet.position.longitude], 10, { animate: false })
    history.replaceState(null, '', `#${outlet.slug}`)
    openPopup(map, template as HTMLTemplateElement, outlet, { takesFocus, onClosed: () => giveBack()?.focus() })
  }

  function press({ outlet, governorate }: Chosen): void {
    if (outlet) choose(outlet, () => markOf(outlet.slug))
    if (governorate) viewOf(listed.filter((one) => one.governorate === governorate))
  }

  function light(slug: string | undefined): void {
    for (const lit of finder.querySelectorAll('.is-lit')) lit.classList.remove('is-lit')
    const one = listed.find((outlet) => outlet.slug === slug)
    if (!one) return
    one.item.classList.add('is-lit')
    ;(markOf(one.slug) ?? markOf(one.governorate))?.classList.add('is-lit')
  }

  function showList(): void {
    listed = readList(list ?? finder)
    map.closePopup()
    addMapButtons(listed.filter(isPlaced), figure.dataset, (outlet, button) => {
      figure.scrollIntoView({ block: 'nearest', behavior: isStill ? 'auto' : 'smooth' })
      choose(outlet, () => button)
    })
    viewOf(listed)
    draw()
  }

  const lightWhatIsUnder = ({ target }: Event) => {
    if (!(target instanceof Element)) return
    light(target.closest<HTMLElement>('[data-mark]')?.dataset.mark ?? target.closest('.outlets li')?.id)
  }
  for (const side of [list, canvas]) {
    for (const event of ['pointerover', 'focusin']) side.addEventListener(event, lightWhatIsUnder)
    side.addEventListener('pointerleave', () => light(undefined))
  }

  canvas.setAttribute('role', 'region')
  canvas.ariaLabel = figure.dataset.label ?? ''
  canvas.setAttribute('aria-describedby', 'map-keys')
  map.fitBounds(whole)
  drawLand(map)
  layers.addTo(map)
  addZoomButtons(map, figure.dataset, () => map.fitBounds(whole, { animate: !isStill }))
  offerDetailedMap(map, figure)
  showHere(map, finder, figure.dataset)
  map.on('zoomend', draw)
  showList()
  followFilters(finder, () => {
    finder.dispatchEvent(new Event('listed'))
    showList()
  })

  const shared = listed.filter(isPlaced).find(({ slug }) => `#${slug}` === decodeURIComponent(location.hash))
  if (shared) choose(shared, () => markOf(shared.slug), isAsked)
  else if (isAsked) canvas.focus({ preventScroll: true })
}
