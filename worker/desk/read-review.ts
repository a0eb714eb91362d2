import { findBooking, type BookingRow } from '../../db/queries/bookings.ts'
import { lookAlong, queueStart, standsInQueue, type ReviewQueue } from '../../db/queries/review-queue.ts'
import type { ListPlace } from '../../db/queries/desk-bookings.ts'
import { settleBooking } from '../bookings/settle-booking.ts'
import type { DeskBooking } from '../contract/desk.ts'
import type { Store } from '../store.ts'
import { viewDeskBooking } from './desk-booking-view.ts'
import { findOwnExhibition } from './find-own-exhibition.ts'
import type { Staff } from './staff.ts'

export interface Review {
  /** The booking to decide now; null when none was found. */
  booking: DeskBooking | null
  /** The booking that was asked for, when it does not wait any more. */
  gone: DeskBooking | null
  /** Its place from 1; null when more than are counted stand before it. */
  position: number | null
  total: number
  /** More may wait than were counted. */
  isMore: boolean
  previous: string | null
  next: string | null
  /** How many were skipped because the reader entered them. */
  own: number
  /** Behind this one the search may go on, when nothing was found so far. */
  goOnAfter: string | null
}

export type ReadReviewOutcome =
  { ok: true; review: Review } | { ok: false; reason: 'exhibition_not_found' | 'not_your_governorate' }

/**
 * The queue of what waits for a decision, one booking at a time: the one asked for, the next after a place, or the
 * oldest. Behind the last it begins anew.
 */
export async function readReview(
  db: Store,
  staff: Staff,
  request: { slug: string; at?: string | null; after?: string | null },
  now: number,
): Promise<ReadReviewOutcome> {
  const found = await findOwnExhibition(db, staff, request.slug)
  if (!found.ok) return found
  const { id: exhibitionId, mode } = found.exhibition
  const queue: ReviewQueue = { exhibitionId, state: mode === 'ballot' ? 'applied' : 'pending', staffId: staff.id }
  const asked = await findHere(db, queue, request.at ?? request.after ?? null)
  const settled = asked && request.at ? await settleBooking(db, asked, now) : null
  const isOpen = settled !== null && standsInQueue(queue, settled) && settled.enteredBy !== staff.id
  const gone = settled && !isOpen && settled.enteredBy !== staff.id ? await viewDeskBooking(db, staff, settled) : null
  const searched = isOpen
    ? { row: settled, stoppedAt: null }
    : await findNext(db, queue, asked ? placeOf(asked) : queueStart, now)
  const current = searched.row
  const place = current ? placeOf(current) : queueStart
  const [before, behind] = await Promise.all([
    lookAlong(db.d1, queue, place, 'back'),
    lookAlong(db.d1, queue, place, 'on'),
  ])
  return {
    ok: true,
    review: {
      booking: current && (await viewDeskBooking(db, staff, current)),
      gone,
      position: current === null || before.stoppedAt ? null : before.count + 1,
      total: before.count + behind.count + (current ? 1 : 0),
      isMore: before.stoppedAt !== null || behind.stoppedAt !== null,
      previous: before.nearest,
      next: behind.nearest,
      own: before.own + behind.own,
      goOnAfter: searched.stoppedAt?.reference ?? null,
    },
  }
}

const placeOf = ({ createdAtUtc, reference }: BookingRow): ListPlace => ({ createdAtUtc, reference })

async function findHere(db: Store, queue: ReviewQueue, reference: string | null): Promise<BookingRow | null> {
  const row = reference === null ? undefined : await findBooking(db.d1, reference)
  return row?.exhibitionId === queue.exhibitionId ? row : null
}

const settledMax = 20

/**
 * The next to decide behind a place, from the start again behind the last; or where the look ended without one. What
 * time alone has ended is recorded on the way, and skipped.
 */
async function findNext(
  db: Store,
  queue: ReviewQueue,
  from: ListPlace,
  now: number,
): Promise<{ row: BookingRow | null; stoppedAt: ListPlace | null }> {
  let place = from
  let hasBegunAnew = from === queueStart
  for (let attempt = 0; attempt < settledMax; attempt += 1) {
    const { nearest, stoppedAt } = await lookAlong(db.d1, queue, place, 'on')
    const row = nearest === null ? undefined : await findBooking(db.d1, nearest)
    if (row) {
      const settled = await settleBooking(db, row, now)
      if (standsInQueue(queue, settled)) return { row: settled, stoppedAt: null }
      place = placeOf(row)
    } else if (stoppedAt || hasBegunAnew) {
      return { row: null, stoppedAt }
    } else {
      hasBegunAnew = true
      place = queueStart
    }
  }
  return { row: null, stoppedAt: place }
}
