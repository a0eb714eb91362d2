import { applicantKeyIsFree, hasOtherLiveBooking } from '../../db/queries/act-ground.ts'
import { formerFamily } from '../../db/queries/delegates.ts'
import { isLive } from '../contract/booking-transitions.ts'
import type { BookingView } from '../contract/booking.ts'
import type { FieldError } from '../contract/codes.ts'
import type { TakeOver } from '../contract/delegates.ts'
import { foundTokenMs } from '../contract/limits.ts'
import { phoneKey, sealPerson } from '../people/person.ts'
import { makeToken } from '../people/tokens.ts'
import type { Store } from '../store.ts'
import type { ActOnBookingOutcome } from './act-as-holder.ts'
import { personOfRow, viewBooking } from './booking-view.ts'
import { changeGuarded } from './change-booking.ts'
import { openBooking, type BookingCredential } from './open-booking.ts'

export type TakeOverOutcome =
  | { ok: true; booking: BookingView; manageToken: string }
  | Exclude<ActOnBookingOutcome, { ok: true }>
  | { ok: false; reason: 'already_booked' | 'too_many_requests' }
  | { ok: false; reason: 'invalid_input'; errors: FieldError[] }

const retriesMax = 40

/**
 * "We look after this booking ourselves": the family ends the delegation and keeps everything it has, its state, stall,
 * rank and draw code. The booking is keyed by the family's phone from now on (invariant 2), so that phone may have no
 * other live booking there; and it keeps the key it had, so that the delegate cannot book the same family beside it.
 * Every token and link given out before ends, since the delegate knows the reference, the phone and the e-mail address
 * and may hold the family's; this device gets the new one.
 */
export async function takeOverBooking(
  db: Store,
  who: BookingCredential & { address: string },
  request: TakeOver,
  now: number,
): Promise<TakeOverOutcome> {
  let isCounted = false
  for (let attempt = 0; attempt < retriesMax; attempt += 1) {
    const opened = await openBooking(db, who, ['manage'], now)
    if (!opened.ok) return opened
    const { row } = opened
    const person = await personOfRow(db, row)
    if (person.delegate === null) return { ok: false, reason: 'transition_refused', state: row.state }
    const isOnRecord = row.phoneKey !== null && person.phone !== null
    const phone = isOnRecord ? person.phone : request.phone
    if (phone === null) return refusedPhone('required')
    if (isOnRecord && request.phone !== null && request.phone !== phone) return refusedPhone('not_allowed')
    const own = await phoneKey(db.keys, phone)
    if (!isOnRecord && !isCounted) {
      // Whether a phone has a booking is told to whoever may claim with it, and no more often.
      isCounted = true
      const claimed = { address: who.address, applicantKey: own, delegateKey: null, claimKey: crypto.randomUUID() }
      if (!(await db.limits.allowsClaim(claimed))) return { ok: false, reason: 'too_many_requests' }
    }
    if (isLive(row.state) && (await hasOtherLiveBooking(db.d1, row, own))) {
      return { ok: false, reason: 'already_booked' }
    }
    const outcome = await changeGuarded(
      db,
      row.reference,
      {
        act: 'take-over',
        actor: 'applicant',
        seenVersion: row.version,
        set: {
          applicant_key: own,
          phone_key: own,
          delegate_key: formerFamily(row.applicantKey),
          delegate_revoked_at_utc: now,
          token_version: row.tokenVersion + 1,
          delegate_token_version: row.delegateTokenVersion + 1,
          person: await sealPerson(db.keys, row.reference, {
            ...person,
            phone,
            email: request.keepsEmail ? person.email : null,
          }),
          ...(!isOnRecord && { phone_released_at_utc: null }),
        },
        guards: [applicantKeyIsFree(own)],
        effects: {
          priorityMoves: { from: row.applicantKey, to: own, isEverywhere: true },
          ...(row.delegateKey !== null && { delegateLeft: row.delegateKey }),
        },
        tells: [
          ...(row.delegateKey === null ? [] : [{ template: 'booking_taken_over', recipient: 'delegate' } as const]),
          { template: 'booking_own_now', recipient: 'applicant' },
        ],
      },
      now,
    )
    if (outcome.ok) {
      const manageToken = await makeToken(db.keys, row.reference, 'manage', outcome.booking, now + foundTokenMs)
      return { ok: true, booking: await viewBooking(db, outcome.booking), manageToken }
    }
    if (outcome.reason === 'transition_refused') return outcome
  }
  throw new Error('A booking kept changing while its family took it over.')
}

const refusedPhone = (code: FieldError['code']): TakeOverOutcome => ({
  ok: false,
  reason: 'invalid_input',
  errors: [{ field: 'phone', code }],
})
