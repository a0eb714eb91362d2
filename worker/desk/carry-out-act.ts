import type { FieldError } from '../contract/codes.ts'
import { askSchema, moveSchema, offerSchema, parseAct, reasonedSchema } from '../contract/desk-acts.ts'
import { parse } from '../contract/fields.ts'
import type { ActBody, FormAct } from '../contract/desk-forms.ts'
import { parseDecline } from '../contract/desk.ts'
import type { Store } from '../store.ts'
import type { ActAtDeskOutcome } from './act-on-booking.ts'
import { askApplicant } from './ask-applicant.ts'
import { cancelBooking } from './cancel-booking.ts'
import { checkBooking } from './check-booking.ts'
import { confirmBooking } from './confirm-booking.ts'
import { declineBooking } from './decline-booking.ts'
import { moveBooking, type MoveBookingOutcome } from './move-booking.ts'
import { offerStall, type OfferStallOutcome } from './offer-stall.ts'
import { reinstateBooking, type ReinstateBookingOutcome } from './reinstate-booking.ts'
import { releasePhoneAtDesk } from './release-phone-at-desk.ts'
import type { Staff } from './staff.ts'

type Refusal = Extract<
  ActAtDeskOutcome | ReinstateBookingOutcome | OfferStallOutcome | MoveBookingOutcome,
  { ok: false }
>

export type CarryOutActOutcome =
  | Extract<ActAtDeskOutcome, { ok: true }>
  | Refusal
  | { ok: false; reason: 'reason_required' | 'invalid_input' | 'role_required'; errors: FieldError[] }

/** One act of a form on one booking, through the verb that the API has for it. */
export async function carryOutAct(
  db: Store,
  staff: Staff,
  request: { reference: string; act: FormAct; body: ActBody },
  now: number,
): Promise<CarryOutActOutcome> {
  const { reference, act } = request
  const { version, text, stall, ...body } = request.body
  const reason = body.reason.code === '' && body.reason.text === '' ? null : body.reason
  if ((act === 'reinstate' || act === 'cancel') && staff.role !== 'manager') {
    return { ok: false, reason: 'role_required', errors: [] }
  }
  switch (act) {
    case 'check':
      return checkBooking(db, staff, { reference, version }, now)
    case 'confirm':
      return confirmBooking(db, staff, { reference, version }, now)
    case 'release-phone':
      return releasePhoneAtDesk(db, staff, { reference, version }, now)
    case 'decline': {
      const parsed = parseDecline({ version, reason })
      return parsed.ok ? declineBooking(db, staff, { reference, ...parsed.value }, now) : parsed
    }
    case 'ask': {
      const parsed = parse(askSchema, { version, text })
      return parsed.ok
        ? askApplicant(db, staff, { reference, ...parsed.value }, now)
        : { ...parsed, reason: 'invalid_input' }
    }
    case 'reinstate':
    case 'cancel': {
      const parsed = parseAct(reasonedSchema, { version, reason })
      if (!parsed.ok) return parsed
      const verb = act === 'cancel' ? cancelBooking : reinstateBooking
      return verb(db, staff, { reference, ...parsed.value }, now)
    }
    case 'offer': {
      const parsed = parseAct(offerSchema, { version, stall, reason })
      return parsed.ok ? offerStall(db, staff, { reference, ...parsed.value }, now) : parsed
    }
    case 'move': {
      const parsed = parseAct(moveSchema, { version, stall, reason })
      return parsed.ok ? moveBooking(db, staff, { reference, ...parsed.value }, now) : parsed
    }
  }
}
