import type { NextInLine } from './desk-bulk.ts'
import type { DeskBookingLine } from './desk.ts'
import type { Bilingual, StallView } from './exhibition.ts'

// Stalls as they are chosen at the desk: for a move, a swap, an offer.

/** Why a stall cannot be given to a booking. */
export type StallHindrance = 'own' | 'withheld' | 'step_free' | 'their_step_free' | 'not_confirmed'

/** What choosing a stall would come to. */
export type StallWay = 'move' | 'swap' | 'offer'

/** One stall of the hall, as a choice for one booking. */
export interface StallChoice {
  stall: StallView
  zone: Bilingual
  /** Null when it cannot be chosen, for the cause in `hindrance`. */
  way: StallWay | null
  hindrance: StallHindrance | null
  heldBy: NextInLine | null
  /** Whose turn it is there, while it stands free. */
  next: NextInLine | null
}

/** What a choice would do, before it happens. */
export interface PlaceForecast {
  way: StallWay
  stall: string
  /** The stall that the booking leaves, and to whom that would be offered. */
  left: { stall: string; next: NextInLine | null; isOffered: boolean } | null
  /** The booking that changes places with it, with the version that was seen. */
  other: (NextInLine & { version: number }) | null
  /** An offer past whoever is next: who is passed over, and how many such offers were made before. */
  outOfOrder: { next: NextInLine | null; isElsewhere: boolean; before: number } | null
}

/** Why an offer passed somebody by (db/queries/change-effects.ts records it). */
export type SkipCause = 'step_free' | 'zone' | 'out_of_order'

/** Somebody who waits, with what passed them by. */
export interface WaitingLine {
  line: DeskBookingLine
  /** The zones they named; none means any. */
  zones: string[]
  /** The latest times that they were passed over. */
  skips: { offeredTo: string; cause: SkipCause; at: string }[]
  /** There are more than are told. */
  hasMoreSkips: boolean
}

/** Stalls that nobody holds, and whose turn it is at them. */
export interface FreeStalls {
  codes: string[]
  next: NextInLine | null
}
