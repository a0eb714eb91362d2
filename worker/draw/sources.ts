import { endOfMuscatDay, startOfMuscatDay } from '../contract/dates.ts'
import type { DrawSource } from '../contract/draw-value.ts'
import { dayMs, hourMs } from '../contract/limits.ts'
import { offerExpiry } from '../bookings/offer-times.ts'
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

/** A beacon may be late by this much, and whoever reads and approves a ceremony's value after its day. */
const slackMs = { drand: hourMs, ceremony: dayMs }
/** The places of a published result are given out within this time. */
const placingMs = hourMs

/** When a draw with this source is published at the latest. */
export const publishedBy = (db: Store, source: DrawSource): number =>
  source.source === 'drand' ? roundTime(db, source.round) + slackMs.drand : endOfMuscatDay(source.on) + slackMs.ceremony

/** Whether everybody whom a draw published now places can still answer before the exhibition begins. */
export const isInTimeToOffer = (publishedAtUtc: number, startsOn: string): boolean =>
  publishedAtUtc < startOfMuscatDay(startsOn) && offerExpiry(publishedAtUtc + placingMs, startsOn) !== null
