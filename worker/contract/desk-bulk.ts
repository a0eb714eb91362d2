import type { BookingState } from './codes.ts'
import type { DeskAct, DeskActor, DeskBookingLine } from './desk.ts'
import { bulkMax } from './limits.ts'
import { normaliseReference } from './text.ts'

// Acts on many bookings at once: each of them one act of its own, on the version that the dry run showed.

export const bulkActs = ['check', 'confirm', 'decline', 'cancel'] as const satisfies DeskAct[]
export type BulkAct = (typeof bulkActs)[number]

/** A booking of a selection, with the version that its sender saw. */
export interface BulkItem {
  reference: string
  version: number
}

/** `TMK-…….3`, as the boxes of a list send it. */
export const writeBulkItem = ({ reference, version }: BulkItem): string => `${reference}.${version}`

/** A selection as it was sent; null when it is none, holds something else, or more than are acted on at once. */
export function readBulkItems(sent: readonly string[]): BulkItem[] | null {
  const items = sent.map((text): BulkItem | null => {
    const [written = '', version = ''] = text.split('.')
    const reference = normaliseReference(written)
    return reference.startsWith('TMK-') && /^\d{1,9}$/.test(version) ? { reference, version: Number(version) } : null
  })
  const distinct = new Map(items.map((item) => [item?.reference ?? '', item]))
  const read = [...distinct.values()].filter((item) => item !== null)
  return read.length === distinct.size && read.length > 0 && read.length <= bulkMax ? read : null
}

/** Why an act would not be carried out on one booking of a selection, or was not. */
export type BulkHindrance = 'changed_meanwhile' | 'own_entry' | 'transition_refused' | 'nothing_to_do' | 'role_required'

/** Somebody who waits, to whom a stall goes. */
export interface NextInLine {
  reference: string
  rank: number | null
  name: string | null
}

/** What became of a booking since a version: the last change, who made it and when. */
export interface LastChange {
  by: DeskActor
  at: string
}

/** What an act would do to one booking. */
export interface BulkForecast {
  line: DeskBookingLine
  hindrance: BulkHindrance | null
  changed: LastChange | null
  /** The stall that it would give up, and to whom that would be offered. */
  frees: { stall: string; next: NextInLine | null; isOffered: boolean } | null
}

/**
 * What an act did to one booking. `uncertain`: a fault came while it was carried out, so that it may be written or not;
 * `not_tried`: it stood behind that one.
 */
export interface BulkResult {
  reference: string
  /** Null for a booking that is not there, or was not read. */
  line: DeskBookingLine | null
  isDone: boolean
  hindrance: BulkHindrance | 'booking_not_found' | 'uncertain' | 'not_tried' | null
  state: BookingState | null
  changed: LastChange | null
  frees: { stall: string; next: NextInLine | null } | null
}
