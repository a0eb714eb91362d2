import { listBookings, type ListPlace } from '../../db/queries/desk-bookings.ts'
import { deskPageSize, stateFilterSchema, type DeskBookingLine, type DeskPage } from '../contract/desk.ts'
import { parse } from '../contract/fields.ts'
import type { BookingState, FieldError } from '../contract/codes.ts'
import type { Store } from '../store.ts'
import { bookingLine } from './booking-line.ts'
import { findOwnExhibition } from './find-own-exhibition.ts'
import type { Staff } from './staff.ts'

export interface ListDeskBookings {
  slug: string
  state?: string | undefined
  cursor?: string | undefined
}

export type ListDeskBookingsOutcome =
  | ({ ok: true } & DeskPage<DeskBookingLine>)
  | { ok: false; reason: 'exhibition_not_found' | 'not_your_governorate' }
  | { ok: false; reason: 'invalid_input'; errors: FieldError[] }

/** An exhibition's bookings, the oldest first, fifty at a time. */
export async function listDeskBookings(
  db: Store,
  staff: Staff,
  request: ListDeskBookings,
): Promise<ListDeskBookingsOutcome> {
  const state = request.state ? parse(stateFilterSchema, request.state) : { ok: true as const, value: null }
  if (!state.ok) return { ok: false, reason: 'invalid_input', errors: [{ field: 'state', code: 'unknown' }] }
  const after = request.cursor ? readCursor(request.cursor) : null
  if (request.cursor && !after) {
    return { ok: false, reason: 'invalid_input', errors: [{ field: 'cursor', code: 'wrong_format' }] }
  }
  const found = await findOwnExhibition(db, staff, request.slug)
  if (!found.ok) return found
  const filter: { exhibitionId: number; state: BookingState | null; after: ListPlace | null } = {
    exhibitionId: found.exhibition.id,
    state: state.value,
    after,
  }
  const rows = await listBookings(db.d1, filter, deskPageSize + 1)
  const shown = rows.slice(0, deskPageSize)
  const last = shown.at(-1)
  return {
    ok: true,
    items: await Promise.all(shown.map((row) => bookingLine(db, staff, row))),
    nextCursor: last && rows.length > deskPageSize ? writeCursor(last) : null,
  }
}

const writeCursor = (place: ListPlace): string => `${place.createdAtUtc.toString(36)}.${place.reference.slice(4)}`

function readCursor(cursor: string): ListPlace | null {
  const match = /^([0-9a-z]{1,9})\.([0-9A-Z]{8})$/.exec(cursor)
  return match ? { createdAtUtc: parseInt(match[1] ?? '', 36), reference: `TMK-${match[2]}` } : null
}
