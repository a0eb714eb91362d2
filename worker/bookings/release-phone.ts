import type { BookingChange } from '../../db/queries/booking-changes.ts'
import type { BookingRow } from '../../db/queries/bookings.ts'
import { sealPerson } from '../people/person.ts'
import type { Store } from '../store.ts'
import { personOfRow } from './booking-view.ts'
import { changeBooking } from './change-booking.ts'
import { openBooking, type BookingCredential } from './open-booking.ts'

export type ReleasePhoneOutcome = { ok: true } | { ok: false; reason: 'booking_not_found' }

/**
 * "This was not us": the phone's owner frees the number. The booking stays, without the phone, so that a
 * mistyped digit costs nobody a stall; its holder keeps the token, and the desk sees that nobody can be called.
 */
export async function releasePhone(db: Store, who: BookingCredential, now: number): Promise<ReleasePhoneOutcome> {
  const opened = await openBooking(db, who, ['release'], now)
  if (!opened.ok) return opened
  const outcome = await changeBooking(
    db,
    who.reference,
    {
      act: 'release-phone',
      actor: opened.row.delegateKey === null ? 'applicant' : 'delegate',
      seenVersion: opened.row.version,
      set: await composePhoneRelease(db, opened.row, now),
    },
    now,
  )
  return outcome.ok ? { ok: true } : releasePhone(db, who, now)
}

/** The columns that forget a booking's phones; its links, which carry no phone, stop opening it. */
export async function composePhoneRelease(db: Store, row: BookingRow, now: number): Promise<BookingChange['set']> {
  const person = await personOfRow(db, row)
  const nobody = { ...person, phone: null, delegate: person.delegate && { ...person.delegate, phone: '' } }
  return {
    applicant_key: await db.keys.mac('lookup', `released|${row.reference}`),
    phone_key: null,
    delegate_key: null,
    person: await sealPerson(db.keys, row.reference, nobody),
    phone_released_at_utc: now,
  }
}
