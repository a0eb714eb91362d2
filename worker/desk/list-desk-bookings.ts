import { listBookings, type ListPlace } from '../../db/queries/desk-bookings.ts'
import { bookingFilterSchema, deskPageSize, type DeskBookingLine, type DeskPage } from '../contract/desk.ts'
import { parse } from '../contract/fields.ts'
import type { FieldError } from '../contract/codes.ts'
import type { Store } from '../store.ts'
import { bookingLine } from './booking-line.ts'
import { findOwnExhibition } from './find-own-exhibition.ts'
import type { Staff } from './staff.ts'

export interface ListDeskBookings {
  slug: string
  /** What was asked for, by the names of bookingFilterSchema; a blank one allows all. */
  filter?: Record<string, string>
  cursor?: string | undefined
}

export type ListDeskBookingsOutcome =
  | ({ ok: true } & DeskPage<DeskBookingLine>)
  | { ok: false; reason: 'exhibition_not_found' | 'not_your_governorate' }
  | { ok: false; reason: 'invalid_input'; errors: FieldError[] }

/**
 * An exhibition's bookings, the oldest first, at most fifty at a time. A page of a narrow filter may hold fewer, or
 * none, and still name the next: so many bookings were looked at and no more.
 */
export async function listDeskBookings(
  db: Store,
  staff: Staff,
  request: ListDeskBookings,
): Promise<ListDeskBookingsOutcome> {
  const filter = parse(bookingFilterSchema, request.filter ?? {})
  if (!filter.ok) return { ok: false, reason: 'invalid_input', errors: filter.errors }
  const after = request.cursor ? readCursor(request.cursor) : null
  if (request.cursor && !after) {
    return { ok: false, reason: 'invalid_input', errors: [{ field: 'cursor', code: 'wrong_format' }] }
  }
  const found = await findOwnExhibition(db, staff, request.slug)
  if (!found.ok) return found
  const { unchecked: isUnchecked, ...wanted } = filter.value
  const exhibitionId = found.exhibition.id
  const { rows, stoppedAt } = await listBookings(
    db.d1,
    { exhibitionId, ...wanted, isUnchecked, after },
    deskPageSize + 1,
  )
  const shown = rows.slice(0, deskPageSize)
  const next = rows.length > deskPageSize ? shown.at(-1) : stoppedAt
  return {
    ok: true,
    items: await Promise.all(shown.map((row) => bookingLine(db, staff, row))),
    nextCursor: next ? writeCursor(next) : null,
  }
}

const writeCursor = (place: ListPlace): string => `${place.createdAtUtc.toString(36)}.${place.reference.slice(4)}`

function readCursor(cursor: string): ListPlace | null {
  const match = /^([0-9a-z]{1,9})\.([0-9A-Z]{8})$/.exec(cursor)
  return match ? { createdAtUtc: parseInt(match[1] ?? '', 36), reference: `TMK-${match[2]}` } : null
}
