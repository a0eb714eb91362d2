import { findBooking, type BookingRow } from '../../db/queries/bookings.ts'
import { readToken, type TokenPurpose } from '../people/tokens.ts'
import type { Store } from '../store.ts'
import { settleBooking } from './settle-booking.ts'

export interface BookingCredential {
  reference: string
  token: string
}

export type OpenedBooking =
  { ok: true; row: BookingRow; purpose: TokenPurpose } | { ok: false; reason: 'booking_not_found' }

/** The booking that a token opens for one of the purposes; a wrong token is a booking that is not there. */
export async function openBooking(
  db: Store,
  { reference, token }: BookingCredential,
  purposes: TokenPurpose[],
  now: number,
): Promise<OpenedBooking> {
  const row = await findBooking(db.d1, reference)
  if (!row) return { ok: false, reason: 'booking_not_found' }
  const purpose = await readToken(db.keys, reference, token, row, now)
  if (purpose === null || !purposes.includes(purpose)) return { ok: false, reason: 'booking_not_found' }
  return { ok: true, row: await settleBooking(db, row, now), purpose }
}
