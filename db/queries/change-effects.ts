import type { D1Database, D1PreparedStatement } from '@cloudflare/workers-types'
import { forgetDelegateIf } from './delegates.ts'
import type { StallPlace } from './waitlist.ts'

export type PriorityCause = 'drawn_and_lost' | 'cancelled_by_us' | 'no_place_in_round'

export interface NewAttendance {
  day: string
  staffId: number
  /** When they came, where the act is recorded later. */
  cameAtUtc?: number
  /** The day is there already, with a later time: this one takes its place. */
  isEarlier?: boolean
}

/** What a change of a booking writes in other tables, in the same batch. */
export interface ChangeEffects {
  /** Puts the applicant first in their next draw, until then (domain.md, "The draw"). */
  priority?: { cause: PriorityCause; expiresAtUtc: number }
  /** A day's attendance: written by a check-in, removed by its undoing. */
  attendance?: NewAttendance | { day: string; isRemoved: true }
  /** The stall of an offer that staff made: whoever waits longer was passed over. */
  offeredAt?: StallPlace
  /** The offer went past whoever was next, which is counted publicly. */
  isOutOfOrder?: true
  /**
   * The applicant has another key now, which takes over the priority that this booking earned; `isEverywhere` when every
   * exhibition's is theirs, as a family's is. A corrected phone may have been somebody else's.
   */
  priorityMoves?: { from: string; to: string; isEverywhere: boolean }
  /** The delegate's key that the booking had; with its last booking the delegate is forgotten. */
  delegateLeft?: string
  /** A place that a draw gave is taken: that draw is not set aside any more. */
  takesPlaceOfDraw?: true
  /** The words by which the booking is found from now on, as keys. */
  nameWords?: string[]
}

/** The row of the changed booking, which carries its event's mac once the change is written. */
export interface Changed {
  reference: string
  mac: string
  atUtc: number
}

const isWritten = 'EXISTS (SELECT 1 FROM bookings WHERE reference = ? AND head_mac = ?)'

/** The statements of a change's effects; each writes only if the change was written. */
export function effectStatements(d1: D1Database, effects: ChangeEffects, changed: Changed): D1PreparedStatement[] {
  const { priority, attendance, offeredAt, isOutOfOrder, priorityMoves, delegateLeft, takesPlaceOfDraw, nameWords } =
    effects
  const { reference, mac } = changed
  return [
    ...(priority ? [givePriority(d1, priority, changed)] : []),
    ...(attendance ? [recordAttendance(d1, attendance, changed)] : []),
    ...(offeredAt ? [recordSkips(d1, offeredAt, changed)] : []),
    ...(isOutOfOrder
      ? [
          d1
            .prepare(
              `UPDATE exhibitions SET offers_out_of_order = offers_out_of_order + 1
               WHERE id = (SELECT exhibition_id FROM bookings WHERE reference = ? AND head_mac = ?)`,
            )
            .bind(reference, mac),
        ]
      : []),
    ...(priorityMoves
      ? [
          d1
            .prepare(
              `UPDATE OR IGNORE priority_ledger SET applicant_key = ?1 WHERE applicant_key = ?2
                 AND (?5 OR exhibition_id = (SELECT exhibition_id FROM bookings WHERE reference = ?3))
                 AND (SELECT 1 FROM bookings WHERE reference = ?3 AND head_mac = ?4)`,
            )
            .bind(priorityMoves.to, priorityMoves.from, reference, mac, Number(priorityMoves.isEverywhere)),
        ]
      : []),
    ...(delegateLeft ? [forgetDelegateIf(d1, delegateLeft, { sql: isWritten, values: [reference, mac] })] : []),
    ...(takesPlaceOfDraw ? [acceptDraw(d1, changed)] : []),
    ...(nameWords ? replaceNameWords(d1, nameWords, changed) : []),
  ]
}

/** At an exhibition without a draw this writes nothing. */
function acceptDraw(d1: D1Database, { reference, mac, atUtc }: Changed): D1PreparedStatement {
  return d1
    .prepare(
      `UPDATE draws SET accepted_at_utc = ?
       WHERE exhibition_id = (SELECT exhibition_id FROM bookings WHERE reference = ? AND head_mac = ?)
         AND state = 'drawn' AND accepted_at_utc IS NULL`,
    )
    .bind(atUtc, reference, mac)
}

function replaceNameWords(d1: D1Database, words: string[], { reference, mac }: Changed): D1PreparedStatement[] {
  return [
    d1.prepare(`DELETE FROM name_words WHERE reference = ? AND ${isWritten}`).bind(reference, reference, mac),
    d1
      .prepare(
        `INSERT INTO name_words (exhibition_id, word_key, reference)
         SELECT b.exhibition_id, w.value, b.reference FROM bookings b, json_each(?) w
         WHERE b.reference = ? AND b.head_mac = ?`,
      )
      .bind(JSON.stringify(words), reference, mac),
  ]
}

function givePriority(
  d1: D1Database,
  { cause, expiresAtUtc }: NonNullable<ChangeEffects['priority']>,
  { reference, mac }: Changed,
): D1PreparedStatement {
  return d1
    .prepare(
      `INSERT INTO priority_ledger (applicant_key, exhibition_id, cause, expires_at_utc)
       SELECT applicant_key, exhibition_id, ?, ? FROM bookings WHERE reference = ? AND head_mac = ?
       ON CONFLICT (applicant_key, exhibition_id) DO UPDATE SET cause = excluded.cause, expires_at_utc = excluded.expires_at_utc`,
    )
    .bind(cause, expiresAtUtc, reference, mac)
}

function recordAttendance(
  d1: D1Database,
  attendance: NonNullable<ChangeEffects['attendance']>,
  { reference, mac, atUtc }: Changed,
): D1PreparedStatement {
  if ('isRemoved' in attendance) {
    return d1
      .prepare(`DELETE FROM attendance WHERE reference = ? AND day = ? AND ${isWritten}`)
      .bind(reference, attendance.day, reference, mac)
  }
  const { day, staffId, cameAtUtc = atUtc, isEarlier } = attendance
  if (isEarlier) {
    return d1
      .prepare(
        `UPDATE attendance SET at_utc = ?, staff_id = ? WHERE reference = ? AND day = ? AND at_utc > ? AND ${isWritten}`,
      )
      .bind(cameAtUtc, staffId, reference, day, cameAtUtc, reference, mac)
  }
  return d1
    .prepare(`INSERT INTO attendance (reference, day, at_utc, staff_id) SELECT ?, ?, ?, ? WHERE ${isWritten}`)
    .bind(reference, day, cameAtUtc, staffId, reference, mac)
}

/**
 * Whoever waits before the one who was offered was passed over: the stall does not suit, or lies elsewhere, or
 * staff went out of order. Every part of the waiting list's key is named, so that only those who are skipped are read.
 */
function recordSkips(d1: D1Database, stall: StallPlace, { reference, mac, atUtc }: Changed): D1PreparedStatement {
  return d1
    .prepare(
      `INSERT INTO waitlist_skips (reference, offered_to, cause, at_utc)
       SELECT w.reference, ?1,
         iif(max(w.needs_step_free) > ?2, 'step_free', iif(max(w.zone_id IN (0, ?7)), 'out_of_order', 'zone')), ?3
       FROM waitlist_places w
       WHERE w.exhibition_id = ?4
         AND w.zone_id IN (SELECT 0 UNION ALL SELECT id FROM zones WHERE exhibition_id = ?4)
         AND w.needs_step_free IN (0, 1)
         AND w.ordinal < (SELECT ordinal FROM bookings WHERE reference = ?1)
         AND EXISTS (SELECT 1 FROM bookings WHERE reference = ?5 AND head_mac = ?6)
       GROUP BY w.reference`,
    )
    .bind(reference, Number(stall.isStepFree), atUtc, stall.exhibitionId, reference, mac, stall.zoneId)
}

/** The same priority for many bookings whose changes are written in one batch, and only for those that were. */
export function givePriorities(
  d1: D1Database,
  given: { reference: string; mac: string; cause: PriorityCause; expiresAtUtc: number }[],
): D1PreparedStatement {
  return d1
    .prepare(
      `INSERT INTO priority_ledger (applicant_key, exhibition_id, cause, expires_at_utc)
       SELECT b.applicant_key, b.exhibition_id, c.value ->> 'cause', c.value ->> 'expiresAtUtc'
       FROM json_each(?) c CROSS JOIN bookings b
       WHERE b.reference = c.value ->> 'reference' AND b.head_mac = c.value ->> 'mac'
       ON CONFLICT (applicant_key, exhibition_id) DO UPDATE SET cause = excluded.cause, expires_at_utc = excluded.expires_at_utc`,
    )
    .bind(JSON.stringify(given))
}
