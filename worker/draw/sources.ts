import { startOfMuscatDay } from '../contract/dates.ts'
import type { DrawSource } from '../contract/draw-value.ts'
import { hourMs } from '../contract/limits.ts'
import type { Store } from '../store.ts'

/** A drand round lies at least this far in the future when it is named (domain.md, "The draw"). */
export const roundAheadMs = hourMs

/** When a round of the pinned chain is published. */
export function roundTime({ settings }: Store, round: number): number {
  const { genesisMs, periodMs } = settings.drand
  return genesisMs + (round - 1) * periodMs
}

/** The first round that is published at or after an instant. */
export function roundFrom({ settings }: Store, atMs: number): number {
  const { genesisMs, periodMs } = settings.drand
  return Math.max(1, Math.ceil((atMs - genesisMs) / periodMs) + 1)
}

/** From when on a source's value may be known. */
export const valueKnownFrom = (db: Store, source: DrawSource): number =>
  source.source === 'drand' ? roundTime(db, source.round) : startOfMuscatDay(source.on)
