import * as v from 'valibot'
import { reasonSchema, type BookingView, type Reason } from './booking.ts'
import type { BookingAct } from './booking-transitions.ts'
import { parseAct, type ParsedAct } from './desk-acts.ts'
import type {
  BookingState,
  EnteredFrom,
  ExhibitionMode,
  ExhibitionState,
  ReasonCode,
  Role,
} from './codes.ts'
import { bookingStates } from './codes.ts'
import type { Bilingual } from './exhibition.ts'
import { absentOrWrong, code } from './fields.ts'

// What the desk sends and gets (interface.md, "Staff calls").

/** The version of the record that the sender saw; absent means whichever is there. */
const versionEntry = v.nullish(v.pipe(v.number(code('wrong_format')), v.integer(code('wrong_format'))))

export const actSchema = v.object({ version: versionEntry }, absentOrWrong)

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

export const declineSchema = v.object({ version: versionEntry, reason: declineReason }, absentOrWrong)

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

export const stateFilterSchema = v.picklist(bookingStates, code('unknown'))

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
  arrangements: BookingView['arrangements']
  checkedAt: string | null
  enteredFrom: EnteredFrom | null
  version: number
}

export interface DeskPage<T> {
  items: T[]
  nextCursor: string | null
}

/** Who did something: a person outside the desk, the system, or a colleague by name. */
export type DeskActor = { kind: 'applicant' | 'delegate' | 'system' } | { kind: 'staff'; name: Bilingual }

export interface DeskHistoryEntry {
  /** The version of the booking that this event made. */
  version: number
  act: BookingAct | 'booked'
  state: BookingState
  at: string
  by: DeskActor
  reason: { code: ReasonCode; text: string | null } | null
}

/** One booking as staff see it: the holder's view, every event with who and why, and what may be done now. */
export interface DeskBooking extends Omit<BookingView, 'history'> {
  createdAt: string
  governorate: string
  checked: { at: string; by: Bilingual | null } | null
  entered: { from: EnteredFrom; by: Bilingual | null; isOwn: boolean } | null
  phoneReleasedAt: string | null
  history: DeskHistoryEntry[]
  acts: DeskAct[]
}

export const deskActs = [
  'check',
  'confirm',
  'decline',
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

export const messageChannels = ['sms', 'email'] as const

/** One message as it will be sent; outside a local run its links are masked. */
export interface OutboxMessage {
  id: number
  reference: string
  template: string
  channel: (typeof messageChannels)[number]
  recipient: 'applicant' | 'delegate'
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
