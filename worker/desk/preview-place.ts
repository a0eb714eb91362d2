import { findStallGround } from '../../db/queries/act-ground.ts'
import { findBooking, findNextWaiter, type BookingRow } from '../../db/queries/bookings.ts'
import { offerableUntil } from '../bookings/change-booking.ts'
import type { PlaceForecast, StallChoice } from '../contract/desk-places.ts'
import type { Store } from '../store.ts'
import { lineOf, nextInLine } from './next-in-line.ts'
import { worksIn, type Staff } from './staff.ts'

/** What giving a booking another stall would do to it and to others, before it happens. Nothing is written. */
export async function previewPlace(
  db: Store,
  staff: Staff,
  request: { reference: string; choice: StallChoice },
  now: number,
): Promise<PlaceForecast | null> {
  const { choice } = request
  const booking = await findBooking(db.d1, request.reference)
  if (!booking || !worksIn(staff, booking.exhibitionGovernorate) || choice.way === null) return null
  const nothing = { way: choice.way, stall: choice.stall.code, left: null, other: null, outOfOrder: null }
  if (choice.way === 'move') return { ...nothing, left: await leftBy(db, staff, booking, now) }
  if (choice.way === 'offer') return { ...nothing, outOfOrder: await passedOver(db, staff, booking, choice) }
  const other = choice.heldBy ? await findBooking(db.d1, choice.heldBy.reference) : undefined
  return other ? { ...nothing, other: { ...(await lineOf(db, staff, other)), version: other.version } } : null
}

async function leftBy(db: Store, staff: Staff, booking: BookingRow, now: number): Promise<PlaceForecast['left']> {
  const { exhibitionId, stallCode, stallZoneId, stallIsStepFree } = booking
  if (stallCode === null || stallZoneId === null) return null
  const isOffered = offerableUntil(booking, now) !== null && !booking.stallIsWithheld
  const place = { exhibitionId, zoneId: stallZoneId, isStepFree: stallIsStepFree === true }
  const waiter = isOffered ? await findNextWaiter(db.d1, place) : undefined
  return { stall: stallCode, next: waiter ? await lineOf(db, staff, waiter) : null, isOffered }
}

async function passedOver(
  db: Store,
  staff: Staff,
  booking: BookingRow,
  { stall }: StallChoice,
): Promise<PlaceForecast['outOfOrder']> {
  const ground = await findStallGround(db.d1, booking.exhibitionId, stall.code)
  if (!ground || ground.nextWaiter === booking.reference) return null
  // Zone ids are what bookStall wrote of the contract's zones.
  const zoneIds = JSON.parse(booking.zoneIds) as number[]
  return {
    next: await nextInLine(db, staff, ground.nextWaiter),
    isElsewhere: zoneIds.length > 0 && !zoneIds.includes(ground.zoneId),
    before: booking.exhibitionOffersOutOfOrder,
  }
}
