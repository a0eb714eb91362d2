import { findBookings } from '../../db/queries/desk-bookings.ts'
import { findBooking, type BookingRow } from '../../db/queries/bookings.ts'
import { listHall, listNextWaiters, suitabilityKey, type HallStall } from '../../db/queries/hall-occupants.ts'
import { settleBooking } from '../bookings/settle-booking.ts'
import type { StallChoice, StallHindrance, StallWay } from '../contract/desk-places.ts'
import type { DeskAct, DeskBooking } from '../contract/desk.ts'
import type { ExhibitionDetail } from '../contract/exhibition.ts'
import { readExhibition } from '../exhibitions/read-exhibition.ts'
import type { Store } from '../store.ts'
import { viewDeskBooking } from './desk-booking-view.ts'
import { lineOf } from './next-in-line.ts'
import { worksIn, type Staff } from './staff.ts'

export interface StallChoices {
  booking: DeskBooking
  /** The hall as it is drawn; a stall is free here when nobody holds it, whoever waits. */
  exhibition: ExhibitionDetail
  choices: StallChoice[]
}

export type ReadStallChoicesOutcome =
  ({ ok: true } & StallChoices) | { ok: false; reason: 'booking_not_found' | 'not_your_governorate' }

/** The stalls of a booking's hall, each with what giving it to the booking would be: a move, a swap, an offer. */
export async function readStallChoices(
  db: Store,
  staff: Staff,
  request: { reference: string; act: Extract<DeskAct, 'move' | 'offer'> },
  now: number,
): Promise<ReadStallChoicesOutcome> {
  const found = await findBooking(db.d1, request.reference)
  if (!found) return { ok: false, reason: 'booking_not_found' }
  if (!worksIn(staff, found.exhibitionGovernorate)) return { ok: false, reason: 'not_your_governorate' }
  const row = await settleBooking(db, found, now)
  const [read, hall] = await Promise.all([
    readExhibition(db, { slug: row.exhibitionSlug }, now),
    listHall(db.d1, row.exhibitionId),
  ])
  if (!read.ok) return { ok: false, reason: 'booking_not_found' }
  const [holders, waiters] = await Promise.all([
    findBookings(
      db.d1,
      hall.flatMap(({ heldBy }) => heldBy ?? []),
    ),
    listNextWaiters(
      db.d1,
      hall.filter(({ heldBy }) => heldBy === null),
    ),
  ])
  const next = await findBookings(
    db.d1,
    [...waiters.values()].flatMap((reference) => reference ?? []),
  )
  const { exhibition } = read
  const choices = await Promise.all(
    hall.map(async (place): Promise<StallChoice> => {
      const holder = place.heldBy === null ? undefined : holders.get(place.heldBy)
      const turn = place.heldBy === null ? next.get(waiters.get(suitabilityKey(place)) ?? '') : undefined
      const hindrance = hindranceAt(row, place, holder, request.act)
      const stall = exhibition.stalls.find(({ code }) => code === place.code)
      if (!stall) throw new Error('A stall is not on its own plan.')
      const zone = exhibition.zones.find(({ id }) => id === stall.zone)
      return {
        stall: { ...stall, state: place.isWithheld ? 'withheld' : place.heldBy === null ? 'free' : 'taken' },
        zone: zone?.title ?? { ar: stall.zone, en: stall.zone },
        way: hindrance === null ? wayOf(request.act, holder) : null,
        hindrance,
        heldBy: holder ? await lineOf(db, staff, holder) : null,
        next: turn ? await lineOf(db, staff, turn) : null,
      }
    }),
  )
  const stalls = choices.map(({ stall }) => stall)
  return {
    ok: true,
    booking: await viewDeskBooking(db, staff, row),
    exhibition: { ...exhibition, stalls },
    choices,
  }
}

const wayOf = (act: 'move' | 'offer', holder: BookingRow | undefined): StallWay =>
  act === 'offer' ? 'offer' : holder ? 'swap' : 'move'

/** Suitability is the one hard rule of domain.md, for both sides of a swap. */
function hindranceAt(
  booking: BookingRow,
  place: HallStall,
  holder: BookingRow | undefined,
  act: 'move' | 'offer',
): StallHindrance | null {
  if (holder?.reference === booking.reference) return 'own'
  if (holder && (act === 'offer' || holder.state !== 'confirmed')) return 'not_confirmed'
  if (place.isWithheld && !holder) return 'withheld'
  if (booking.needsStepFree && !place.isStepFree) return 'step_free'
  return holder?.needsStepFree && !booking.stallIsStepFree ? 'their_step_free' : null
}
