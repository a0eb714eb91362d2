import type { ZoneView } from '../../../../worker/contract/exhibition.ts'
import { layOutHall, namePlaceOf, uprightOf, type HallGeometry } from '../../../exhibitions/hall-geometry.ts'
import type { Piece } from './plan-pieces.ts'

const svgName = 'http://www.w3.org/2000/svg'

function shape<K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: Record<string, string | number | undefined>,
): SVGElementTagNameMap[K] {
  const element = document.createElementNS(svgName, name)
  put(element, attributes)
  return element
}

function put(element: Element, attributes: Record<string, string | number | undefined>): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined) element.removeAttribute(name)
    else element.setAttribute(name, String(value))
  }
}

const boxOf = ({ x, y, width, height }: { x: number; y: number; width: number; height: number }) => ({
  x,
  y,
  width,
  height,
})

export interface Hall {
  plan: { width: number; height: number }
  things: { title: string; x: number; y: number; width: number; height: number }[]
  zones: { id: string; title: string }[]
}

/** The public drawing (HallPlan.astro), made anew whenever a stall changes; its stalls are buttons here. */
export class PlanDrawing {
  readonly svg: SVGSVGElement
  readonly buttons = new Map<number, HTMLButtonElement>()
  readonly handle = shape('rect', { class: 'plan-handle', width: 14, height: 14, rx: 3 })
  readonly marquee = shape('rect', { class: 'plan-marquee', visibility: 'hidden' })
  scale = 1
  private zoom = 1
  private leastWidth = 0
  private readonly floor: Element | null
  private readonly things: Element[]
  private readonly zoneLayer = shape('g', {})
  private readonly stallLayer = shape('g', {})
  private readonly markLayer = shape('g', {})

  constructor(svg: SVGSVGElement) {
    this.svg = svg
    this.floor = svg.querySelector('.hall-floor')
    this.things = [...svg.querySelectorAll('.hall-feature')]
    for (const drawn of svg.querySelectorAll('.hall-zone, foreignObject, .hall-mark')) drawn.remove()
    this.floor?.after(this.zoneLayer)
    svg.append(this.stallLayer, this.markLayer, this.handle, this.marquee)
    svg.parentElement?.removeAttribute('tabindex')
  }

  draw(pieces: readonly Piece[], hall: Hall, labelOf: (piece: Piece) => string): void {
    const zones: ZoneView[] = hall.zones.map(({ id, title }) => ({ id, title: { ar: title, en: title } }))
    const geometry = layOutHall({
      plan: {
        ...hall.plan,
        features: hall.things.map((thing) => ({
          ...boxOf(thing),
          kind: 'seating' as const,
          title: { ar: thing.title, en: thing.title },
        })),
      },
      zones,
      stalls: pieces.map((piece) => ({
        ...boxOf(piece),
        code: piece.code,
        zone: piece.zone,
        features: [],
        feeBaisa: 0,
        subsidyBaisa: 0,
        state: 'free' as const,
      })),
    })
    this.scale = geometry.scale
    this.leastWidth = geometry.leastWidth
    put(this.svg, { viewBox: `0 ${geometry.top} ${geometry.width} ${geometry.height - geometry.top}` })
    if (this.floor) {
      put(this.floor, { y: geometry.top + 1, width: geometry.width - 2, height: geometry.height - geometry.top - 2 })
    }
    this.drawZones(geometry, hall)
    this.drawThings(geometry)
    this.drawStalls(pieces, geometry, labelOf)
    this.zoomTo(this.zoom)
  }

  zoomTo(zoom: number): number {
    this.zoom = Math.min(4, Math.max(1, zoom))
    const window = this.svg.parentElement?.clientWidth ?? 0
    put(this.svg, { width: Math.round(Math.max(this.leastWidth, this.zoom > 1 ? window : 0) * this.zoom) })
    return this.zoom
  }

  /** Plan units of a place on the screen. */
  unitsAt({ clientX, clientY }: { clientX: number; clientY: number }): { x: number; y: number } {
    const matrix = this.svg.getScreenCTM()
    const point = matrix ? new DOMPoint(clientX, clientY).matrixTransform(matrix.inverse()) : new DOMPoint()
    return { x: point.x / this.scale, y: point.y / this.scale }
  }

  /** Puts the handle at the corner of the stall that can be resized, or away. */
  showHandle(piece: Piece | undefined): void {
    put(this.handle, {
      visibility: piece ? 'visible' : 'hidden',
      x: piece ? (piece.x + piece.width) * this.scale - 9 : 0,
      y: piece ? (piece.y + piece.height) * this.scale - 9 : 0,
    })
  }

  private drawZones(geometry: HallGeometry, hall: Hall): void {
    this.zoneLayer.replaceChildren(
      ...geometry.zones.map((zone) => {
        const group = shape('g', { class: `hall-zone hall-zone--${zone.index % 5}`, 'aria-hidden': 'true' })
        const box = { ...boxOf(zone), rx: 4 }
        group.append(shape('rect', box), shape('rect', { ...box, fill: `url(#hall-weave-${zone.index % 5})` }))
        const name = hall.zones[zone.index]?.title ?? ''
        if (zone.isNamed) {
          const { x, anchor } = namePlaceOf(zone, name, geometry.width)
          const text = shape('text', { x, y: zone.y + 16, 'text-anchor': anchor })
          text.textContent = name
          group.append(text)
        }
        return group
      }),
    )
  }

  private drawThings(geometry: HallGeometry): void {
    geometry.features.forEach((box, index) => {
      const [rect, text] = [this.things[index]?.children[0], this.things[index]?.children[1]]
      if (rect) put(rect, boxOf(box))
      if (!text) return
      put(text, { x: box.x + box.width / 2, y: box.y + box.height / 2, transform: uprightOf(box) })
    })
  }

  private drawStalls(pieces: readonly Piece[], geometry: HallGeometry, labelOf: (piece: Piece) => string): void {
    const marks: Element[] = []
    const drawn = new Set<number>()
    pieces.forEach((piece, index) => {
      const box = geometry.stalls[index]
      if (!box) return
      drawn.add(piece.id)
      const button = this.buttons.get(piece.id) ?? this.newButton(piece.id)
      if (button.parentElement) put(button.parentElement, boxOf(box))
      button.textContent = piece.code
      button.dataset.stall = piece.code
      button.dataset.state = piece.withheldReason ? 'withheld' : piece.isOccupied ? 'taken' : 'free'
      button.ariaLabel = labelOf(piece)
      if (piece.features.includes('step_free')) {
        marks.push(shape('use', { class: 'hall-mark', href: '#hall-step-free', x: box.x + 2, y: box.y + 1.5 }))
      }
    })
    this.markLayer.replaceChildren(...marks)
    for (const [id, button] of this.buttons) {
      if (drawn.has(id)) continue
      button.parentElement?.remove()
      this.buttons.delete(id)
    }
  }

  private newButton(id: number): HTMLButtonElement {
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'stall'
    button.tabIndex = -1
    button.dataset.id = String(id)
    const place = shape('foreignObject', {})
    place.append(button)
    this.stallLayer.append(place)
    this.buttons.set(id, button)
    return button
  }
}
