// The stalls that the editor moves, and the rows of the table that hold them.

/** One stall on the drawing; never changed, only replaced. */
export interface Piece {
  readonly id: number
  readonly code: string
  readonly zone: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly feeBaisa: string
  readonly subsidyBaisa: string
  readonly withheldReason: string
  readonly features: readonly string[]
  /** A live booking holds it: it cannot be removed, nor given another zone, access, fee or withholding. */
  readonly isOccupied: boolean
}

export const numberFields = ['x', 'y', 'width', 'height'] as const
export const textFields = ['code', 'zone', 'feeBaisa', 'subsidyBaisa', 'withheldReason'] as const
/** What stays while a live booking holds the stall. */
export const keptFields: readonly string[] = ['code', 'zone', 'feeBaisa', 'subsidyBaisa', 'withheldReason', 'step_free']

/** What a hall without a size yet is drawn as, in plan units. */
export const emptyHall = { width: 400, height: 240 }

type Input = HTMLInputElement | HTMLSelectElement

/** The table of the form: what is read from it, and where everything the editor does is written. */
export class PlanRows {
  private readonly body: HTMLTableSectionElement
  private readonly rows = new Map<number, HTMLTableRowElement>()
  private readonly blank: HTMLTableRowElement
  private next = 0

  constructor(body: HTMLTableSectionElement) {
    this.body = body
    const rows = [...body.querySelectorAll<HTMLTableRowElement>('tr[data-row]')]
    const last = rows.at(-1)
    if (!last) throw new Error('The table always ends with a blank row.')
    this.blank = last.cloneNode(true) as HTMLTableRowElement
    for (const row of rows) this.rows.set(this.next++, row)
  }

  /** Every stall that is written well enough to be drawn. */
  read(): Piece[] {
    return [...this.rows.entries()].flatMap(([id, row]) => (row.isConnected ? (this.pieceOf(id, row) ?? []) : []))
  }

  idOf(row: Element | null): number | undefined {
    return [...this.rows.entries()].find(([, known]) => known === row)?.[0]
  }

  pieceOf(id: number, row = this.rows.get(id)): Piece | null {
    if (!row) return null
    const text = (field: string) => inputOf(row, field)?.value.trim() ?? ''
    const numbers = numberFields.map((field) => Number(text(field) || Number.NaN))
    const [x = 0, y = 0, width = 0, height = 0] = numbers
    if (text('code') === '' || numbers.some((number) => !Number.isInteger(number)) || width < 1 || height < 1)
      return null
    return {
      id,
      code: text('code').toUpperCase(),
      zone: text('zone'),
      x,
      y,
      width,
      height,
      feeBaisa: text('feeBaisa'),
      subsidyBaisa: text('subsidyBaisa'),
      withheldReason: text('withheldReason'),
      features: boxesOf(row)
        .filter((box) => box.checked)
        .map((box) => box.value),
      isOccupied: row.hasAttribute('data-occupied'),
    }
  }

  /** A number for a stall that is new, with a row of its own. */
  newId(): number {
    const id = this.next++
    const row = this.blank.cloneNode(true) as HTMLTableRowElement
    for (const input of row.querySelectorAll<Input>('[name]')) {
      input.name = input.name.replace(/\.\d+\./, `.${id + 1000}.`)
      input.removeAttribute('id')
    }
    this.rows.set(id, row)
    return id
  }

  /** Makes the table say what the drawing shows. */
  write(before: readonly Piece[], after: readonly Piece[]): void {
    const kept = new Map(after.map((piece) => [piece.id, piece]))
    for (const { id } of before) if (!kept.has(id)) this.rows.get(id)?.remove()
    const known = new Set(before)
    for (const piece of after) {
      const row = this.rows.get(piece.id)
      if (!row) continue
      if (!row.isConnected) this.body.append(row)
      if (known.has(piece)) continue
      for (const field of [...numberFields, ...textFields]) {
        const input = inputOf(row, field)
        if (input) input.value = String(piece[field])
      }
      for (const box of boxesOf(row)) box.checked = piece.features.includes(box.value)
    }
  }

  /** Lets every row choose among the zones as they are written now. */
  offerZones(zones: readonly { id: string; title: string }[]): void {
    for (const row of [...this.rows.values(), this.blank]) {
      const select = inputOf(row, 'zone')
      if (select instanceof HTMLSelectElement) fillZones(select, zones)
    }
  }
}

export function fillZones(select: HTMLSelectElement, zones: readonly { id: string; title: string }[]): void {
  const chosen = select.value
  select.replaceChildren(...zones.map(({ id, title }) => new Option(title || id, id, false, id === chosen)))
}

const inputOf = (row: Element, field: string): Input | null => row.querySelector<Input>(`[name$=".${field}"]`)

const boxesOf = (row: Element) => [...row.querySelectorAll<HTMLInputElement>('[name$=".features"]')]

/** The first code that nobody has: the next number behind the same letters. */
export function freeCode(taken: readonly { code: string }[], like: string): string {
  const letters = /^(.*?)-?\d*$/.exec(like)?.[1] || 'A'
  const codes = new Set(taken.map(({ code }) => code))
  for (let number = 1; ; number += 1) if (!codes.has(`${letters}-${number}`)) return `${letters}-${number}`
}

const gridUnits = 5
const snapUnits = 4

/** The nearest edge of another stall within reach, or the grid. */
export function snapped(value: number, size: number, edges: readonly number[]): number {
  let best = Math.round(value / gridUnits) * gridUnits - value
  let distance = snapUnits + 1
  for (const edge of edges) {
    for (const own of [value, value + size]) {
      const away = edge - own
      if (Math.abs(away) < distance) [best, distance] = [away, Math.abs(away)]
    }
  }
  return Math.max(0, Math.round(value + best))
}
