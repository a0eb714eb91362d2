import * as v from 'valibot'
import {
  applicantKinds,
  arrangements,
  enteredFromCodes,
  languages,
  productCategories,
  reasonCodes,
  type BookingState,
  type ReasonCode,
} from './codes.ts'
import {
  absentOrWrong,
  code,
  consentSchema,
  emailSchema,
  flag,
  givenIn,
  listOf,
  named,
  oneOf,
  optionalText,
  phoneOrBlank,
  phoneSchema,
  sized,
  typed,
} from './fields.ts'
import { textLimits } from './limits.ts'
import { governorateIds, governorateOf } from './places.ts'
import { normaliseReference } from './text.ts'

export const applicantEntries = {
  kind: oneOf(applicantKinds),
  name: named(textLimits.name),
  phone: optionalText(phoneOrBlank),
  email: optionalText(emailSchema),
  governorate: optionalText(givenIn(governorateIds)),
  wilayat: v.pipe(
    typed,
    v.check((id) => id !== '', code('required')),
    v.check((id) => id === '' || governorateOf(id) !== undefined, code('unknown')),
  ),
}

export const applicantSchema = v.pipe(
  v.object(applicantEntries, absentOrWrong),
  v.forward(
    v.partialCheck(
      [['governorate'], ['wilayat']],
      ({ governorate, wilayat }) =>
        governorate === null || governorateOf(wilayat) === undefined || governorateOf(wilayat) === governorate,
      code('not_allowed'),
    ),
    ['governorate'],
  ),
)

export const delegateSchema = v.object(
  {
    organisation: named(textLimits.organisation),
    name: named(textLimits.name),
    phone: phoneSchema,
    familyLabel: sized(textLimits.familyLabel),
  },
  absentOrWrong,
)

export const productSchema = v.object(
  {
    category: oneOf(productCategories),
    tradeName: sized(textLimits.tradeName),
    description: optionalText(sized(textLimits.description)),
    listPublicly: flag,
  },
  absentOrWrong,
)

export const arrangementsSchema = listOf(
  v.pipe(v.string(code('wrong_format')), v.picklist(arrangements, code('unknown'))),
)

const bookingEntries = {
  applicant: applicantSchema,
  delegate: v.nullish(delegateSchema, null),
  product: productSchema,
  arrangements: arrangementsSchema,
  /** A stall's code (first_come); null asks for the nearest suitable free one. */
  stall: optionalText(v.pipe(typed, v.toUpperCase(), v.maxLength(20, code('too_long')))),
  /** Zone ids (ballot); whether they exist is known only beside the exhibition. */
  zones: listOf(v.pipe(v.string(code('wrong_format')), v.maxLength(40, code('too_long')))),
  joinWaitlist: flag,
  language: v.nullish(oneOf(languages), 'ar'),
  consent: consentSchema,
}

// Someone must be reachable: the applicant, or whoever books on the applicant's behalf.
const hasPhone = (booking: { applicant: { phone?: string | null }; delegate: object | null }) =>
  Boolean(booking.applicant.phone) || booking.delegate !== null

/** The body of a booking, from the API as from the last step of the form (interface.md). */
export const bookStallSchema = v.pipe(
  v.object(bookingEntries, absentOrWrong),
  v.forward(v.partialCheck([['applicant', 'phone'], ['delegate']], hasPhone, code('required')), ['applicant', 'phone']),
)
export type BookStall = v.InferOutput<typeof bookStallSchema>

/** What an officer types in from paper or the telephone: the same body and how it arrived. */
export const enterBookingSchema = v.pipe(
  v.object({ ...bookingEntries, enteredFrom: oneOf(enteredFromCodes) }, absentOrWrong),
  v.forward(v.partialCheck([['applicant', 'phone'], ['delegate']], hasPhone, code('required')), ['applicant', 'phone']),
)
export type EnterBooking = v.InferOutput<typeof enterBookingSchema>

export const findBookingSchema = v.object(
  {
    reference: v.pipe(
      typed,
      v.check((text) => text !== '', code('required')),
      v.check((text) => text === '' || normaliseReference(text).startsWith('TMK-'), code('wrong_format')),
      v.transform(normaliseReference),
    ),
    phone: phoneSchema,
  },
  absentOrWrong,
)
export type FindBooking = v.InferOutput<typeof findBookingSchema>

export const reasonSchema = v.object(
  { code: oneOf(reasonCodes), text: v.nullish(sized(textLimits.reasonText), '') },
  absentOrWrong,
)
export type Reason = v.InferOutput<typeof reasonSchema>

export interface BookingAnswer {
  reference: string
  state: BookingState
  stall: string | null
  drawCode: string | null
  manageToken: string
  links: { self: string; page: string }
}

export interface BookingHistoryEntry {
  state: BookingState
  at: string
  reason: { code: ReasonCode; text: string | null } | null
}

export interface BookingView {
  reference: string
  state: BookingState
  exhibition: {
    slug: string
    title: { ar: string; en: string }
    startsOn: string
    endsOn: string
    venue: { ar: string; en: string }
  }
  stall: string | null
  drawCode: string | null
  rank: number | null
  offerExpiresAt: string | null
  /** What the team asked last and has not decided since; it is answered by telephone. */
  question: { at: string; text: string } | null
  history: BookingHistoryEntry[]
  applicant: {
    kind: BookStall['applicant']['kind']
    name: string
    phone: string | null
    email: string | null
    governorate: string
    wilayat: string
  }
  product: {
    category: BookStall['product']['category']
    tradeName: string
    description: string | null
    listPublicly: boolean
  }
  delegate: { organisation: string; name: string; phone: string; familyLabel: string } | null
  arrangements: BookStall['arrangements']
  zones: string[]
  language: 'ar' | 'en'
  version: number
}
