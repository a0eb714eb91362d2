import type { PlanDrawing } from './plan-drawing.ts'
import { snapped, type Piece } from './plan-pieces.ts'

/** What a drag needs of the editor; `preview` draws without a step, `commit` makes one. */
interface Dragging {
  pieces: () => readonly Piece[]
  chosen: () => readonly Piece[]
  choose: (ids: readonly number[], isAdding?: boolean) => void
  preview: (pieces: readonly Piece[]) => void
  commit: (pieces: readonly Piece[]) => void
}

type Place = { x: number; y: number }
/** What a drag makes of the plan when the pointer has come from one place to another. */
type Drag = (from: Place, to: Place) => readonly Piece[]

/** Mouse, pen and finger: stalls are dragged, the handle resizes, a frame over the floor chooses. Escape takes it back. */
export function watchPointer(drawing: PlanDrawing, editor: Dragging): void {
  const { svg, handle, marquee } = drawing
  svg.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || !(event.target instanceof Element)) return
    const id = Number(event.target.closest<HTMLElement>('[data-id]')?.dataset.id ?? Number.NaN)
    if (event.target === handle) follow(event, resizing(editor))
    else if (!Number.isNaN(id)) {
      const isAdding = event.shiftKey || event.ctrlKey || event.metaKey
      if (isAdding || editor.chosen().every((piece) => piece.id !== id)) editor.choose([id], isAdding)
      follow(event, moving(editor))
      // A press on a stall focuses it, as a press on any button.
      drawing.buttons.get(id)?.focus({ preventScroll: true })
    } else if (event.pointerType === 'mouse') frame(event)
  })

  function follow(start: PointerEvent, drag: Drag): void {
    start.preventDefault()
    const from = drawing.unitsAt(start)
    let latest: readonly Piece[] | null = null
    track(start, {
      move: (to) => {
        latest = drag(from, to)
        editor.preview(latest)
      },
      end: (isKept) => {
        if (latest && isKept) editor.commit(latest)
        else if (latest) editor.preview(editor.pieces())
      },
    })
  }

  function frame(start: PointerEvent): void {
    start.preventDefault()
    const from = drawing.unitsAt(start)
    let corners = { x: from.x, y: from.y, endX: from.x, endY: from.y }
    track(start, {
      move: (to) => {
        const [x, endX] = [Math.min(from.x, to.x), Math.max(from.x, to.x)]
        const [y, endY] = [Math.min(from.y, to.y), Math.max(from.y, to.y)]
        corners = { x, y, endX, endY }
        const shown = { x, y, width: endX - x, height: endY - y }
        for (const [name, value] of Object.entries(shown)) marquee.setAttribute(name, String(value * drawing.scale))
        marquee.setAttribute('visibility', 'visible')
      },
      end: (isKept) => {
        marquee.setAttribute('visibility', 'hidden')
        if (!isKept) return
        const within = editor
          .pieces()
          .filter(
            (piece) =>
              piece.x < corners.endX &&
              piece.x + piece.width > corners.x &&
              piece.y < corners.endY &&
              piece.y + piece.height > corners.y,
          )
        editor.choose(
          within.map(({ id }) => id),
          start.shiftKey,
        )
      },
    })
  }

  function track(start: PointerEvent, on: { move: (to: Place) => void; end: (isKept: boolean) => void }): void {
    const over = new AbortController()
    const { signal } = over
    const end = (isKept: boolean) => {
      over.abort()
      on.end(isKept)
    }
    const isOurs = (event: PointerEvent) => event.pointerId === start.pointerId
    const move = (event: PointerEvent) => {
      const isFar = Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) > 3
      if (isOurs(event) && isFar) on.move(drawing.unitsAt(event))
    }
    window.addEventListener('pointermove', move, { signal })
    window.addEventListener('pointerup', (event) => isOurs(event) && end(true), { signal })
    window.addEventListener('pointercancel', (event) => isOurs(event) && end(false), { signal })
    window.addEventListener(
      'keydown',
      (event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        end(false)
      },
      { signal, capture: true },
    )
  }
}

/** The chosen stalls follow together; the first of them snaps, the others keep their distance. */
function moving(editor: Dragging): Drag {
  const pieces = editor.pieces()
  const chosen = new Set(editor.chosen().map(({ id }) => id))
  const [lead] = editor.chosen()
  const others = pieces.filter(({ id }) => !chosen.has(id))
  return (from, to) => {
    if (!lead) return pieces
    const x = snapped(lead.x + to.x - from.x, lead.width, edgesOf(others, 'x', 'width'))
    const y = snapped(lead.y + to.y - from.y, lead.height, edgesOf(others, 'y', 'height'))
    return pieces.map((piece) =>
      chosen.has(piece.id)
        ? { ...piece, x: Math.max(0, piece.x + x - lead.x), y: Math.max(0, piece.y + y - lead.y) }
        : piece,
    )
  }
}

const leastUnits = 5

function resizing(editor: Dragging): Drag {
  const pieces = editor.pieces()
  const [lead] = editor.chosen()
  const others = pieces.filter((piece) => piece !== lead)
  return (from, to) => {
    if (!lead) return pieces
    const endX = snapped(lead.x + lead.width + to.x - from.x, 0, edgesOf(others, 'x', 'width'))
    const endY = snapped(lead.y + lead.height + to.y - from.y, 0, edgesOf(others, 'y', 'height'))
    const size = { width: Math.max(leastUnits, endX - lead.x), height: Math.max(leastUnits, endY - lead.y) }
    return pieces.map((piece) => (piece === lead ? { ...piece, ...size } : piece))
  }
}

const edgesOf = (pieces: readonly Piece[], place: 'x' | 'y', size: 'width' | 'height'): number[] =>
  pieces.flatMap((piece) => [piece[place], piece[place] + piece[size]])
