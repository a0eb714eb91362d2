import { findBooking, type BookingRow } from '../../db/queries/bookings.ts'
import { writeSwap, type SwapChange } from '../../db/queries/swap-bookings.ts'
import { composeChange } from '../bookings/change-booking.ts'
import { settleBooking } from '../bookings/settle-booking.ts'
import type { FieldError } from '../contract/codes.ts'
import type { SwapAct } from '../contract/desk-acts.ts'
import type { DeskBooking } from '../contract/desk.ts'
import { forgetExhibition } from '../exhibitions/public-cache.ts'
import type { Store } from '../store.ts'
import type { ActRefusal } from './act-on-booking.ts'
import { viewDeskBooking } from './desk-booking-view.ts'
import { worksAt, type Staff } from './staff.ts'

type SwapRefusal = ActRefusal | { ok: false; reason: 'invalid_input'; errors: FieldError[] }

export type SwapBookingsOutcome = { ok: true; bookings: DeskBooking[] } | SwapRefusal

const retriesMax = 40

const notAllowed: SwapRefusal = {
  ok: false,
  reason: 'invalid_input',
  errors: [{ field: 'references.1', code: 'not_allowed' }],
}

/** Lets two confirmed bookings of one exhibition change stalls: both or neither. Both are told. */
export async function swapBookings(
  db: Store,
  staff: Staff,
  request: SwapAct,
  now: number,
): Promise<SwapBookingsOutcome> {
  if (request.references[0] === request.references[1]) return notAllowed
  for (let attempt = 0; attempt < retriesMax; attempt += 1) {
    const [one, other] = [await findOne(db, staff, request, 0, now), await findOne(db, staff, request, 1, now)]
    if (!one.ok) return one
    if (!other.ok) return other
    if (one.row.exhibitionId !== other.row.exhibitionId) return notAllowed
    if (!suits(one.row, other.row) || !suits(other.row, one.row)) return notAllowed
    const changes = [
      await composeSwap(db, staff, one.row, other.row, request, now),
      await composeSwap(db, staff, other.row, one.row, request, now),
    ] as const
    if (!(await writeSwap(db.d1, ...changes))) continue
    forgetExhibition(one.row.exhibitionSlug)
    const written = await Promise.all([one.row, other.row].map(({ reference }) => findBooking(db.d1, reference)))
    const rows = written.filter((row) => row !== undefined)
    return { ok: true, bookings: await Promise.all(rows.map((row) => viewDeskBooking(db, staff, row))) }
  }
  throw new Error('Two bookings kept changing while staff swapped them.')
}

/** The only hard rule of suitability (domain.md): whoever asks for step-free access keeps it. */
const suits = (booking: BookingRow, given: BookingRow): boolean =>
  !booking.needsStepFree || given.stallIsStepFree === true

async function findOne(
  db: Store,
  staff: Staff,
  { references, versions }: SwapAct,
  place: 0 | 1,
  now: number,
): Promise<{ ok: true; row: BookingRow } | SwapRefusal> {
  const found = await findBooking(db.d1, references[place] ?? '')
  if (!found) return { ok: false, reason: 'booking_not_found' }
  const exhibition = { id: found.exhibitionId, governorate: found.exhibitionGovernorate }
  if (!worksAt(staff, exhibition)) return { ok: false, reason: 'not_your_governorate' }
  const row = await settleBooking(db, found, now)
  const seen = versions?.[place]
  if (seen != null && seen !== row.version) return { ok: false, reason: 'changed_meanwhile', version: row.version }
  if (row.state !== 'confirmed') return { ok: false, reason: 'transition_refused', state: row.state }
  return { ok: true, row }
}

async function composeSwap(
  db: Store,
  staff: Staff,
  booking: BookingRow,
  given: BookingRow,
  { reason }: SwapAct,
  now: number,
): Promise<SwapChange> {
  const { stallId, stallCode } = given
  if (stallId === null || stallCode === null) throw new Error('A confirmed booking holds a stall.')
  const change = await composeChange(
    db,
    booking,
    {
      act: 'swap',
      actor: `staff:${staff.id}`,
      stall: { id: stallId, code: stallCode },
      data: { movedFrom: booking.stallCode, ...(reason && { reasonCode: reason.code }) },
      message: { template: 'booking_swapped', data: { stall: stallCode } },
      ...(reason?.text && { text: reason.text }),
    },
    now,
  )
  return { ...change, stallId }
}
