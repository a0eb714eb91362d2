import { fillZones, keptFields, numberFields, textFields, type Piece } from './plan-pieces.ts'

type Input = HTMLInputElement | HTMLSelectElement
type Change = Partial<Piece>

/** The fields beside the drawing: they show what the chosen stalls have in common, and change all of them. */
export class PlanPanel {
  private readonly panel: HTMLFieldSetElement
  private readonly change: (change: (piece: Piece) => Change) => void

  constructor(panel: HTMLFieldSetElement, change: (change: (piece: Piece) => Change) => void) {
    this.panel = panel
    this.change = change
    panel.hidden = false
    panel.addEventListener('change', ({ target }) => {
      if (target instanceof HTMLInputElement || target instanceof HTMLSelectElement) this.take(target)
    })
  }

  show(chosen: readonly Piece[], said: string): void {
    this.panel.disabled = chosen.length === 0
    const holds = chosen.some(({ isOccupied }) => isOccupied)
    const shown = this.panel.querySelector('[data-selected]')
    if (shown) shown.textContent = said
    for (const input of this.panel.querySelectorAll<Input>('[data-field]')) {
      const field = input.dataset.field as (typeof textFields | typeof numberFields)[number]
      const values = new Set(chosen.map((piece) => String(piece[field])))
      input.value = values.size === 1 ? ([...values][0] ?? '') : ''
      input.disabled = (field === 'code' && chosen.length > 1) || (holds && keptFields.includes(field))
    }
    for (const box of this.panel.querySelectorAll<HTMLInputElement>('[data-feature]')) {
      const feature = box.dataset.feature ?? ''
      const having = chosen.filter(({ features }) => features.includes(feature)).length
      box.checked = having > 0 && having === chosen.length
      box.indeterminate = having > 0 && having < chosen.length
      box.disabled = holds && keptFields.includes(feature)
    }
  }

  focus(): void {
    this.panel.querySelector<Input>('[data-field]:not(:disabled)')?.focus()
  }

  offerZones(zones: readonly { id: string; title: string }[]): void {
    const select = this.panel.querySelector<HTMLSelectElement>('select[data-field="zone"]')
    if (select) fillZones(select, zones)
  }

  private take(input: Input): void {
    const { field, feature } = input.dataset
    if (feature && input instanceof HTMLInputElement) {
      const has = input.checked
      this.change(({ features }) => ({
        features: has ? [...new Set([...features, feature])] : features.filter((known) => known !== feature),
      }))
      return
    }
    const value = input.value.trim()
    const side = numberFields.find((known) => known === field)
    const text = textFields.find((known) => known === field)
    if (side) {
      const number = Number(value)
      const least = side === 'x' || side === 'y' ? 0 : 1
      if (value !== '' && Number.isInteger(number) && number >= least) this.change(() => ({ [side]: number }))
    } else if (text === 'code') {
      if (/^[A-Z0-9]+(?:-[A-Z0-9]+)*$/i.test(value)) this.change(() => ({ code: value.toUpperCase() }))
    } else if (text) this.change(() => ({ [text]: value }))
  }
}
