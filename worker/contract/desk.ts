import * as v from 'valibot'
import { reasonSchema, type BookingView, type Reason } from './booking.ts'
import type { BookingAct } from './booking-transitions.ts'
import { parseAct, type ParsedAct } from './desk-acts.ts'
import type { BookingState, EnteredFrom, ExhibitionMode, ExhibitionState, ReasonCode, Role } from './codes.ts'
import { applicantKinds, bookingStates } from './codes.ts'
import type { Bilingual } from './exhibition.ts'
import { absentOrWrong, code, versionSchema } from './fields.ts'
import { governorateIds } from './places.ts'

// What the desk sends and gets (interface.md, "Staff calls").

export const actSchema = v.object({ version: versionSchema }, absentOrWrong)

/** What a decline's reason may be at the desk; the other codes belong to other acts. */
export const declineReasons = [
  'not_in_programme',
  'incomplete',
  'duplicate',
  'unsuitable_product',
  'safety',
  'other',
] as const satisfies ReasonCode[]

const declineReason = v.pipe(
  reasonSchema,
  v.forward(
    v.check(({ code: reason }) => declineReasons.some((known) => known === reason), code('not_allowed')),
    ['code'],
  ),
)

export const declineSchema = v.object({ version: versionSchema, reason: declineReason }, absentOrWrong)

export interface Decline {
  reason: Reason
  version?: number | null | undefined
}

/** A decline from a form or the API. */
export const parseDecline = (input: unknown): ParsedAct<Decline> => parseAct(declineSchema, input)

export const searchBookingsSchema = v.object(
  {
    q: v.pipe(
      v.string(absentOrWrong),
      v.trim(),
      v.check((text) => text !== '', code('required')),
      v.maxLength(100, code('too_long')),
    ),
  },
  absentOrWrong,
)

/** How many lines a list shows at once. */
export const deskPageSize = 50

/** A blank filter, as a form sends it, allows all. */
const filter = <const S extends v.GenericSchema<string, string>>(schema: S) =>
  v.pipe(
    v.nullish(v.union([schema, v.literal('')], code('unknown')), null),
    // Typed as what the schema takes, so that a blank is gone from the type too.
    v.transform((value): v.InferOutput<S> | null => (value === '' || value === null ? null : value)),
  )

/** What a list of bookings may be narrowed to. */
export const bookingFilterSchema = v.object({
  state: filter(v.picklist(bookingStates, code('unknown'))),
  governorate: filter(v.picklist(governorateIds, code('unknown'))),
  kind: filter(v.picklist(applicantKinds, code('unknown'))),
  /** Only those whose membership nobody checked yet. */
  unchecked: v.pipe(
    filter(v.picklist(['true', 'false'], code('unknown'))),
    v.transform((value) => value === 'true'),
  ),
})

export interface DeskMe {
  email: string
  name: Bilingual
  role: Role
  governorates: string[]
}

/** One exhibition with what waits there; counts stop at 100. */
export interface DeskExhibition {
  slug: string
  title: Bilingual
  governorate: string
  state: ExhibitionState
  mode: ExhibitionMode
  startsOn: string
  endsOn: string
  /** The hall's stalls, and how many of them a booking holds. */
  stalls: { total: number; taken: number }
  waiting: { pending: number; applied: number; waitlisted: number }
  oldestPendingAt: string | null
}

/** One line of a list of bookings. What names somebody is null for a viewer, and once erased. */
export interface DeskBookingLine {
  reference: string
  state: BookingState
  createdAt: string
  stall: string | null
  drawCode: string | null
  rank: number | null
  applicant: {
    kind: BookingView['applicant']['kind']
    name: string | null
    phone: string | null
    governorate: string
    wilayat: string
  }
  product: { category: BookingView['product']['category']; tradeName: string | null }
  delegate: { organisation: string; phone: string; familyLabel: string } | null
  /** Whether somebody acts for the family; a viewer learns no more. */
  isDelegated: boolean
  arrangements: BookingView['arrangements']
  checkedAt: string | null
  enteredFrom: EnteredFrom | null
  /** The reader entered it, so a colleague judges it. */
  isOwn: boolean
  language: BookingView['language']
  version: number
}

export interface DeskPage<T> {
  items: T[]
  nextCursor: string | null
}

/** Who did something: a person outside the desk, the system, or a colleague by name. */
export type DeskActor = { kind: 'applicant' | 'delegate' | 'company' | 'system' } | { kind: 'staff'; name: Bilingual }

/** Events of a booking's stream that are no act of the table. */
export const otherBookingEvents = ['booked', 'ask-about-data', 'answer-data', 'erase'] as const

export interface DeskHistoryEntry {
  /** The version of the booking that this event made. */
  version: number
  act: BookingAct | (typeof otherBookingEvents)[number]
  state: BookingState
  /** The stall that it held then, or would have. */
  stall: string | null
  at: string
  by: DeskActor
  reason: { code: ReasonCode; text: string | null } | null
  /** What the team asked, if this was a question and it is still kept. */
  question: string | null
}

/** How it stands with whoever acts for the family, or did. */
export interface Delegation {
  /** A message with a link reached the delegate's phone. */
  isPhoneProven: boolean
  /** The family has looked after its booking itself since then. */
  takenOverAt: string | null
}

/** One booking as staff see it: the holder's view, every event with who and why, and what may be done now. */
export interface DeskBooking extends Omit<BookingView, 'history'> {
  createdAt: string
  governorate: string
  checked: { at: string; by: Bilingual | null } | null
  entered: { from: EnteredFrom; by: Bilingual | null; isOwn: boolean } | null
  phoneReleasedAt: string | null
  delegation: Delegation | null
  history: DeskHistoryEntry[]
  acts: DeskAct[]
}

export const deskActs = [
  'check',
  'confirm',
  'decline',
  'ask',
  'reinstate',
  'offer',
  'move',
  'swap',
  'cancel',
  'check-in',
  'undo-check-in',
  'release-phone',
] as const satisfies BookingAct[]
export type DeskAct = (typeof deskActs)[number]

export const outboxStates = ['queued', 'sent', 'dead'] as const
export type OutboxState = (typeof outboxStates)[number]

export const outboxRecipients = ['applicant', 'delegate', 'company'] as const
export type OutboxRecipient = (typeof outboxRecipients)[number]

/** Why a message can never be sent: its person, its record, its text or its time is gone. */
export const hopelessErrors = ['erased', 'no_recipient', 'no_subject', 'no_template', 'out_of_date'] as const

export const messageChannels = ['sms', 'email'] as const

/** One message as it will be sent; outside a local run its links are masked. */
export interface OutboxMessage {
  id: number
  reference: string
  template: string
  channel: (typeof messageChannels)[number]
  recipient: OutboxRecipient
  /** Where it goes: an SMS has a phone, an e-mail an address. Null too when it was released or erased. */
  phone: string | null
  email: string | null
  language: 'ar' | 'en'
  text: string | null
  /** How many SMS it costs; an e-mail none. */
  parts: number
  state: OutboxState
  attempts: number
  createdAt: string
  sentAt: string | null
  lastError: string | null
}
