import { applicantKeyIsFree, hasOtherLiveBooking } from '../../db/queries/act-ground.ts'
import type { BookingRow } from '../../db/queries/bookings.ts'
import { personOfRow } from '../bookings/booking-view.ts'
import type { FieldError } from '../contract/codes.ts'
import type { CorrectBooking } from '../contract/data-acts.ts'
import { governorateOf } from '../contract/places.ts'
import { actOnBooking, type ActAtDeskOutcome, type ActRefusal, type StaffChange } from '../desk/act-on-booking.ts'
import type { Staff } from '../desk/staff.ts'
import { nameWordKeys, phoneKey, sealPerson, type Person } from '../people/person.ts'
import type { Store } from '../store.ts'

type CorrectRefusal =
  { ok: false; reason: 'already_booked' } | { ok: false; reason: 'invalid_input'; errors: FieldError[] }

export type CorrectBookingOutcome = ActAtDeskOutcome | CorrectRefusal

/**
 * Puts right what a booking says of its people. Another phone takes the applicant key along (invariant 2) and ends the
 * links that the old one was sent; the people are told. The event names fields, never what stood in them.
 */
export function correctBooking(
  db: Store,
  staff: Staff,
  request: { reference: string } & CorrectBooking,
  now: number,
): Promise<CorrectBookingOutcome> {
  return actOnBooking<ActRefusal | CorrectRefusal>(
    db,
    staff,
    { reference: request.reference, version: request.version, act: 'correct' },
    (booking) => compose(db, booking, request),
    now,
  )
}

async function compose(
  db: Store,
  booking: BookingRow,
  { applicant, product }: CorrectBooking,
): Promise<StaffChange | ActRefusal | CorrectRefusal | null> {
  if (booking.person === null) return { ok: false, reason: 'transition_refused', state: booking.state }
  const before = await personOfRow(db, booking)
  const { name, phone, email, wilayat } = applicant
  // A booking keeps somebody who can be reached; one whose phone was released has nobody already.
  if (phone === null && before.phone !== null && before.delegate === null) {
    return { ok: false, reason: 'invalid_input', errors: [{ field: 'applicant.phone', code: 'required' }] }
  }
  const { tradeName, description, category, listPublicly } = product
  const after: Person = { ...before, name, phone, email, tradeName, description }
  const fields = [
    ...(before.name === name ? [] : ['applicant.name']),
    ...(before.phone === phone ? [] : ['applicant.phone']),
    ...(before.email === email ? [] : ['applicant.email']),
    ...(booking.wilayat === wilayat ? [] : ['applicant.wilayat']),
    ...(before.tradeName === tradeName ? [] : ['product.tradeName']),
    ...(before.description === description ? [] : ['product.description']),
    ...(booking.category === category ? [] : ['product.category']),
    ...(booking.listsPublicly === listPublicly ? [] : ['product.listPublicly']),
  ]
  if (fields.length === 0) return null
  const rekeyed = before.phone === phone ? null : await rekey(db, booking, before, phone)
  const applicantKey = rekeyed?.applicantKey ?? null
  if (applicantKey !== null && (await hasOtherLiveBooking(db.d1, booking, applicantKey))) {
    return { ok: false, reason: 'already_booked' }
  }
  const told = [
    ...(booking.delegateKey === null ? [] : (['delegate'] as const)),
    ...(phone === null ? [] : (['applicant'] as const)),
  ]
  return {
    set: {
      person: await sealPerson(db.keys, booking.reference, after),
      wilayat,
      governorate: governorateOf(wilayat) ?? booking.governorate,
      category,
      lists_publicly: Number(listPublicly),
      ...(rekeyed && {
        phone_key: rekeyed.phoneKey,
        token_version: booking.tokenVersion + 1,
        ...(rekeyed.phoneKey !== null && booking.delegateKey === null && { phone_released_at_utc: null }),
      }),
      ...(applicantKey !== null && { applicant_key: applicantKey }),
    },
    guards: applicantKey === null ? [] : [applicantKeyIsFree(applicantKey)],
    effects: {
      nameWords: await nameWordKeys(db.keys, after),
      ...(applicantKey !== null && {
        priorityMoves: { from: booking.applicantKey, to: applicantKey, isEverywhere: false },
      }),
    },
    data: { fields },
    // The new phone is told, not the one on record.
    tells: told.map((recipient) => ({ template: 'booking_corrected', recipient })),
  }
}

/** The keys that another phone makes; a family that a delegate books for is keyed by the delegate's phone, which stays. */
async function rekey(
  db: Store,
  booking: BookingRow,
  before: Person,
  phone: string | null,
): Promise<{ phoneKey: string | null; applicantKey: string | null }> {
  const key = phone === null ? null : await phoneKey(db.keys, phone)
  const old = before.phone === null ? null : await phoneKey(db.keys, before.phone)
  const released = await db.keys.mac('lookup', `released|${booking.reference}`)
  const isByPhone = booking.applicantKey === old || booking.applicantKey === released
  return { phoneKey: key, applicantKey: isByPhone ? key : null }
}
