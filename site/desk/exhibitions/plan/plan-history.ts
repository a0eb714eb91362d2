import type { Piece } from './plan-pieces.ts'

const stepsMax = 200

/** The plan as it is, with every step back and forth; pieces that stay are shared between the steps. */
export class PlanHistory {
  now: readonly Piece[]
  private past: (readonly Piece[])[] = []
  private future: (readonly Piece[])[] = []

  constructor(now: readonly Piece[]) {
    this.now = now
  }

  commit(next: readonly Piece[]): void {
    this.past = [...this.past.slice(-stepsMax), this.now]
    this.future = []
    this.now = next
  }

  back(): boolean {
    const before = this.past.pop()
    if (!before) return false
    this.future.push(this.now)
    this.now = before
    return true
  }

  forth(): boolean {
    const after = this.future.pop()
    if (!after) return false
    this.past.push(this.now)
    this.now = after
    return true
  }
}
