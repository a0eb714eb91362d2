import { findBookings } from '../../db/queries/desk-bookings.ts'
import { listHall, listNextWaiters, suitabilityKey } from '../../db/queries/hall-occupants.ts'
import { listSkips, listWaiting, listZones, skipsMax } from '../../db/queries/waiting-list.ts'
import type { FieldError } from '../contract/codes.ts'
import { toInstant } from '../contract/dates.ts'
import type { FreeStalls, WaitingLine } from '../contract/desk-places.ts'
import { deskPageSize } from '../contract/desk.ts'
import type { Store } from '../store.ts'
import { bookingLine } from './booking-line.ts'
import { findOwnExhibition } from './find-own-exhibition.ts'
import { lineOf } from './next-in-line.ts'
import type { Staff } from './staff.ts'

export type ReadWaitlistOutcome =
  | { ok: true; waiting: WaitingLine[]; free: FreeStalls[]; nextCursor: string | null }
  | { ok: false; reason: 'exhibition_not_found' | 'not_your_governorate' }
  | { ok: false; reason: 'invalid_input'; errors: FieldError[] }

/** The waiting list of an exhibition in the order of turns, fifty at a time, and whose turn it is at each free stall. */
export async function readWaitlist(
  db: Store,
  staff: Staff,
  request: { slug: string; cursor?: string | null },
): Promise<ReadWaitlistOutcome> {
  const cursor = request.cursor ?? ''
  if (!/^\d{0,9}$/.test(cursor)) {
    return { ok: false, reason: 'invalid_input', errors: [{ field: 'cursor', code: 'wrong_format' }] }
  }
  const found = await findOwnExhibition(db, staff, request.slug)
  if (!found.ok) return found
  const exhibitionId = found.exhibition.id
  const zones = await listZones(db.d1, exhibitionId)
  const rows = await listWaiting(db.d1, { exhibitionId, zones }, Number(cursor), deskPageSize + 1)
  const shown = rows.slice(0, deskPageSize)
  const skips = await listSkips(
    db.d1,
    shown.map(({ reference }) => reference),
  )
  const waiting = await Promise.all(
    shown.map(async (row): Promise<WaitingLine> => {
      // bookStall wrote this column.
      const wished = JSON.parse(row.zoneIds) as number[]
      const passed = skips.get(row.reference) ?? []
      return {
        line: await bookingLine(db, staff, row),
        zones: zones.flatMap(({ id, code }) => (wished.includes(id) ? code : [])),
        skips: passed.map(({ atUtc, ...skip }) => ({ ...skip, at: toInstant(atUtc) })),
        hasMoreSkips: passed.length === skipsMax,
      }
    }),
  )
  const last = rows.length > deskPageSize ? shown.at(-1) : undefined
  return {
    ok: true,
    waiting,
    free: await freeStalls(db, staff, exhibitionId),
    nextCursor: last?.ordinal == null ? null : String(last.ordinal),
  }
}

async function freeStalls(db: Store, staff: Staff, exhibitionId: number): Promise<FreeStalls[]> {
  const free = (await listHall(db.d1, exhibitionId)).filter(({ heldBy, isWithheld }) => heldBy === null && !isWithheld)
  const waiters = await listNextWaiters(db.d1, free)
  const people = await findBookings(
    db.d1,
    [...waiters.values()].flatMap((reference) => reference ?? []),
  )
  return Promise.all(
    [...waiters].map(async ([key, reference]) => {
      const next = people.get(reference ?? '')
      const codes = free.filter((stall) => suitabilityKey(stall) === key).map(({ code }) => code)
      return { codes, next: next ? await lineOf(db, staff, next) : null }
    }),
  )
}
