import { PlanDrawing, type Hall } from './plan-drawing.ts'
import { PlanHistory } from './plan-history.ts'
import { PlanPanel } from './plan-panel.ts'
import { emptyHall, freeCode, PlanRows, type Piece } from './plan-pieces.ts'
import { watchPointer } from './plan-pointer.ts'

const stepUnits = 5

type Change = Partial<Piece>

const factsOf = ({ code, x, y, width, height }: Piece) => ({ code, x, y, width, height })

class PlanEditor extends HTMLElement {
  private words: Record<string, string> = {}
  private history = new PlanHistory([])
  private chosen = new Set<number>()
  private current = -1
  private isUnsaved = false
  private zoom = 1
  private rows?: PlanRows
  private drawing?: PlanDrawing
  private panel?: PlanPanel

  connectedCallback() {
    const [body, svg] = [this.querySelector('table tbody:has([data-row])'), this.querySelector('.hall-scroll > svg')]
    const [form, panel] = [this.querySelector('form'), this.querySelector('[data-panel]')]
    if (!(body instanceof HTMLTableSectionElement) || !(svg instanceof SVGSVGElement)) return
    if (!form || !(panel instanceof HTMLFieldSetElement)) return
    this.words = JSON.parse(this.dataset.words ?? '{}') as Record<string, string>
    this.isUnsaved = 'unsaved' in this.dataset
    this.rows = new PlanRows(body)
    this.history = new PlanHistory(this.rows.read())
    this.drawing = new PlanDrawing(svg)
    this.panel = new PlanPanel(panel, (change) => this.changeChosen(change))
    this.panel.offerZones(this.hall().zones)
    this.current = this.history.now[0]?.id ?? -1
    for (const hidden of this.querySelectorAll<HTMLElement>('.plan-tools, [data-help]')) hidden.hidden = false
    svg.addEventListener('keydown', (event) => this.press(event))
    svg.addEventListener('focusin', ({ target }) => {
      if (target instanceof HTMLElement && target.dataset.id) this.reach(Number(target.dataset.id))
    })
    panel.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape') this.drawing?.buttons.get(this.current)?.focus()
    })
    this.addEventListener('click', ({ target }) => {
      const act = target instanceof Element ? target.closest<HTMLElement>('[data-act]')?.dataset.act : undefined
      if (act) this.act(act)
    })
    form.addEventListener('change', ({ target }) => this.takeTyped(target))
    form.addEventListener('submit', () => (this.isUnsaved = false))
    window.addEventListener('beforeunload', (event) => {
      if (this.isUnsaved) event.preventDefault()
    })
    watchPointer(this.drawing, {
      pieces: () => this.history.now,
      chosen: () => this.chosenPieces(),
      choose: (ids, isAdding) => this.choose(ids, isAdding),
      preview: (pieces) => this.draw(pieces),
      commit: (pieces) => this.commit(pieces, this.saidOf(pieces)),
    })
    this.draw()
    this.choose([])
  }

  private chosenPieces = (): Piece[] => this.history.now.filter(({ id }) => this.chosen.has(id))

  private say(name: string, values: Record<string, string | number> = {}): void {
    const status = this.querySelector('.plan-said')
    if (status) status.textContent = this.fill(name, values)
  }

  private fill = (name: string, values: Record<string, string | number>): string =>
    (this.words[name] ?? '').replace(/\{(\w+)\}/g, (place, key: string) => String(values[key] ?? place))

  /** Zones, size and things as the form has them now. */
  private hall(): Hall {
    const language = document.documentElement.lang === 'ar' ? 'ar' : 'en'
    const value = (row: ParentNode, field: string) =>
      row.querySelector<HTMLInputElement | HTMLSelectElement>(`[name$=".${field}"]`)?.value.trim() ?? ''
    const sideOf = (side: 'width' | 'height') =>
      Number(this.querySelector<HTMLInputElement>(`[name="plan.${side}"]`)?.value)
    const rowsOf = (kind: string) => [...this.querySelectorAll(`[data-${kind}-row]`)]
    return {
      plan: { width: sideOf('width') || emptyHall.width, height: sideOf('height') || emptyHall.height },
      zones: rowsOf('zone')
        .map((row) => ({ id: value(row, 'id'), title: value(row, `title.${language}`) }))
        .filter(({ id }) => id !== ''),
      things: rowsOf('thing')
        .filter((row) => value(row, 'kind') !== '')
        .map((row) => ({
          title: value(row, `title.${language}`),
          x: Number(value(row, 'x')) || 0,
          y: Number(value(row, 'y')) || 0,
          width: Number(value(row, 'width')) || 1,
          height: Number(value(row, 'height')) || 1,
        })),
    }
  }

  private labelOf = (piece: Piece, hall: Hall): string => {
    const zone = hall.zones.find(({ id }) => id === piece.zone)?.title ?? piece.zone
    const state = piece.withheldReason ? 'withheld' : piece.isOccupied ? 'held' : 'free'
    return this.fill('name', { ...factsOf(piece), zone, state: this.words[state] ?? '' })
  }

  private draw(pieces: readonly Piece[] = this.history.now): void {
    const hall = this.hall()
    this.drawing?.draw(pieces, hall, (piece) => this.labelOf(piece, hall))
    this.markChosen(pieces)
  }

  private markChosen(pieces: readonly Piece[] = this.history.now): void {
    if (!this.drawing?.buttons.has(this.current)) this.current = pieces[0]?.id ?? -1
    for (const [id, button] of this.drawing?.buttons ?? []) {
      button.setAttribute('aria-pressed', String(this.chosen.has(id)))
      button.tabIndex = id === this.current ? 0 : -1
    }
    this.drawing?.showHandle(pieces.find(({ id }) => this.chosen.size === 1 && this.chosen.has(id)))
  }

  private choose(ids: readonly number[], isAdding = false): void {
    const next = new Set(isAdding ? this.chosen : [])
    for (const id of ids) {
      if (isAdding && next.has(id)) next.delete(id)
      else next.add(id)
    }
    this.chosen = next
    const pieces = this.chosenPieces()
    const [only] = pieces
    const said = pieces.length === 1 && only ? this.labelOf(only, this.hall()) : this.saidOf(pieces)
    this.panel?.show(pieces, said)
    this.markChosen()
  }

  private saidOf(pieces: readonly Piece[]): string {
    const chosen = pieces.filter(({ id }) => this.chosen.has(id))
    const [only] = chosen
    if (chosen.length === 1 && only) return this.fill('placed', factsOf(only))
    return this.fill(chosen.length === 0 ? 'none' : 'many', { count: chosen.length })
  }

  private reach(id: number): void {
    if (id === this.current) return
    this.current = id
    if (this.chosen.size <= 1) this.choose([id])
    else this.markChosen()
  }

  private commit(pieces: readonly Piece[], said: string): void {
    const before = this.history.now
    this.history.commit(pieces)
    this.show(before, said)
  }

  /** Whatever changed stands in the table at once, so that every way of saving sends it. */
  private show(before: readonly Piece[], said: string): void {
    this.isUnsaved = true
    this.rows?.write(before, this.history.now)
    this.chosen = new Set(this.chosenPieces().map(({ id }) => id))
    this.draw()
    this.panel?.show(this.chosenPieces(), said)
    const status = this.querySelector('.plan-said')
    if (status) status.textContent = said
  }

  private changeChosen(change: (piece: Piece) => Change): void {
    const next = this.history.now.map((piece) => (this.chosen.has(piece.id) ? { ...piece, ...change(piece) } : piece))
    const codes = next.map(({ code }) => code)
    if (new Set(codes).size < codes.length) {
      this.say('codeTaken')
      this.panel?.show(this.chosenPieces(), this.saidOf(this.history.now))
      return
    }
    this.commit(next, this.saidOf(next))
  }

  private takeTyped(target: EventTarget | null): void {
    if (!(target instanceof HTMLElement) || target.closest('[data-panel]')) return
    this.isUnsaved = true
    const row = target.closest('[data-row]')
    const id = this.rows?.idOf(row)
    if (id === undefined) {
      const { zones } = this.hall()
      this.rows?.offerZones(zones)
      this.panel?.offerZones(zones)
      this.draw()
      return
    }
    const piece = this.rows?.pieceOf(id)
    const others = this.history.now.filter((known) => known.id !== id)
    this.commit(piece ? [...others, piece] : others, this.fill('typed', { code: piece?.code ?? '' }))
  }

  private act(name: string): void {
    const before = this.history.now
    if (name === 'add' || name === 'copy') this.add(name === 'copy')
    else if (name === 'remove') this.removeChosen()
    else if (name === 'undo' && this.history.back()) this.show(before, this.fill('undone', {}))
    else if (name === 'redo' && this.history.forth()) this.show(before, this.fill('redone', {}))
    else if (name === 'undo' || name === 'redo') this.say('nothing')
    else {
      this.zoom = this.drawing?.zoomTo(this.zoom * (name === 'larger' ? 1.25 : 0.8)) ?? 1
      this.say('zoomed', { percent: Math.round(this.zoom * 100) })
    }
  }

  /** A stall, or a copy of each chosen one, beside the last. */
  private add(isCopy: boolean): void {
    const { now } = this.history
    const zone = this.hall().zones[0]?.id ?? ''
    const last = this.chosenPieces().at(-1) ?? now.at(-1)
    const plain = { zone, x: 0, y: 0, width: 30, height: 30, feeBaisa: '0', subsidyBaisa: '0' }
    const models = isCopy ? this.chosenPieces() : [{ ...plain, ...last, features: [], withheldReason: '' }]
    const reach = Math.max(0, ...models.map(({ x, width }) => x + width)) - Math.min(...models.map(({ x }) => x))
    const all = [...now]
    const added = models.map((model) => {
      const id = this.rows?.newId() ?? 0
      const shift = last ? (isCopy ? reach : model.width) + 2 : 0
      const code = freeCode(all, last?.code ?? 'A-1')
      const piece = { ...model, id, code, x: model.x + shift, isOccupied: false }
      all.push(piece)
      return piece
    })
    this.chosen = new Set(added.map(({ id }) => id))
    this.commit(all, this.fill('added', { code: added.map(({ code }) => code).join(', ') }))
    const [first] = added
    if (first) this.drawing?.buttons.get(first.id)?.focus()
  }

  private removeChosen(): void {
    const chosen = this.chosenPieces()
    const held = chosen.filter(({ isOccupied }) => isOccupied).map(({ code }) => code)
    const gone = chosen.filter(({ isOccupied }) => !isOccupied)
    if (gone.length === 0) {
      this.say(held.length > 0 ? 'heldStays' : 'none', { code: held.join(', ') })
      return
    }
    const at = this.history.now.findIndex(({ id }) => id === gone[0]?.id)
    const left = this.history.now.filter((piece) => !gone.includes(piece))
    const codes = gone.map(({ code }) => code).join(', ')
    const said = this.fill('removed', { code: codes })
    this.commit(left, held.length > 0 ? `${said} ${this.fill('heldStays', { code: held.join(', ') })}` : said)
    const next = left[Math.min(at, left.length - 1)]
    if (next) this.drawing?.buttons.get(next.id)?.focus()
  }

  private press(event: KeyboardEvent): void {
    const { key, shiftKey, altKey } = event
    const isCommand = event.ctrlKey || event.metaKey
    const arrow = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[key]
    const act = this.actOfKey(key.toLowerCase(), isCommand, shiftKey)
    if (arrow && !isCommand) this.nudge(arrow, altKey ? 1 : stepUnits, shiftKey)
    else if (act) this.act(act)
    else if (isCommand && key.toLowerCase() === 'a') this.choose(this.history.now.map(({ id }) => id))
    else if (key === 'Enter') this.panel?.focus()
    else if (key === ' ') this.choose([this.current], true)
    else if (key === 'Escape') this.choose([])
    else if (key === 'PageDown' || key === 'PageUp') this.walk(key === 'PageDown' ? 1 : -1)
    else if (key === 'Home' || key === 'End') this.walk(key === 'Home' ? -Infinity : Infinity)
    else return
    event.preventDefault()
  }

  private actOfKey(key: string, isCommand: boolean, isShift: boolean): string | null {
    if (key === 'delete' || key === 'backspace') return 'remove'
    if (!isCommand) return null
    if (key === 'z') return isShift ? 'redo' : 'undo'
    return { y: 'redo', d: 'copy' }[key] ?? null
  }

  private nudge([across = 0, down = 0]: number[], step: number, isResize: boolean): void {
    if (this.chosen.size === 0) this.choose([this.current])
    this.changeChosen(({ x, y, width, height }) =>
      isResize
        ? { width: Math.max(step, width + across * step), height: Math.max(step, height + down * step) }
        : { x: Math.max(0, x + across * step), y: Math.max(0, y + down * step) },
    )
  }

  /** To another stall in plan order. */
  private walk(by: number): void {
    const order = [...this.history.now].sort((one, other) => one.y - other.y || one.x - other.x)
    const at = order.findIndex(({ id }) => id === this.current)
    const next = order[Math.min(order.length - 1, Math.max(0, at + by))]
    if (next) this.drawing?.buttons.get(next.id)?.focus()
  }
}

customElements.define('plan-editor', PlanEditor)
