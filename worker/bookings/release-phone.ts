import type { NewMessage } from '../../db/queries/booking-changes.ts'
import type { BookingRow } from '../../db/queries/bookings.ts'
import { sealPerson } from '../people/person.ts'
import type { Store } from '../store.ts'
import { personOfRow } from './booking-view.ts'
import { changeBooking, type ChangeRequest } from './change-booking.ts'
import { openBooking, type BookingCredential } from './open-booking.ts'

export type ReleasePhoneOutcome = { ok: true } | { ok: false; reason: 'booking_not_found' }

/**
 * "This was not us": the phone's owner frees the number. The booking stays, without the phone, so that a
 * mistyped digit costs nobody a stall; its holder keeps the token, and the desk sees that nobody can be called.
 */
export async function releasePhone(db: Store, who: BookingCredential, now: number): Promise<ReleasePhoneOutcome> {
  const opened = await openBooking(db, who, ['release', 'delegate_release'], now)
  if (!opened.ok) return opened
  const owner = opened.purpose === 'delegate_release' ? 'delegate' : 'applicant'
  const outcome = await changeBooking(
    db,
    who.reference,
    {
      act: 'release-phone',
      actor: owner,
      seenVersion: opened.row.version,
      ...(await composePhoneRelease(db, opened.row, [owner], now)),
    },
    now,
  )
  return outcome.ok ? { ok: true } : releasePhone(db, who, now)
}

/**
 * The change that forgets the phones of some of a booking's people, and with them the links sent there. The
 * applicant key goes with the phone it is made of: the delegate's where there is one (invariant 2).
 */
export async function composePhoneRelease(
  db: Store,
  row: BookingRow,
  owners: NewMessage['recipient'][],
  now: number,
): Promise<Pick<ChangeRequest, 'set' | 'effects'>> {
  const person = await personOfRow(db, row)
  const { delegate } = person
  const isApplicants = owners.includes('applicant')
  const isDelegates = owners.includes('delegate')
  const frees = delegate ? isDelegates : isApplicants
  const kept = {
    ...person,
    phone: isApplicants ? null : person.phone,
    delegate: delegate && { ...delegate, phone: isDelegates ? '' : delegate.phone },
  }
  return {
    set: {
      ...(frees && { applicant_key: await db.keys.mac('lookup', `released|${row.reference}`) }),
      ...(isApplicants && { phone_key: null }),
      ...(isDelegates && { delegate_key: null }),
      person: await sealPerson(db.keys, row.reference, kept),
      phone_released_at_utc: now,
    },
    effects: { ...(isDelegates && row.delegateKey !== null && { delegateLeft: row.delegateKey }) },
  }
}
