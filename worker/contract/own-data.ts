import * as v from 'valibot'
import type { BookingView } from './booking.ts'
import type { FieldCode } from './codes.ts'
import type { Bilingual } from './exhibition.ts'
import { textLimits } from './limits.ts'
import { hasUnwantedCharacters } from './text.ts'

const code = (value: FieldCode): FieldCode => value

/** Who acts for the family. Name and phone are the delegate's own data: it alone reads them. */
export interface OwnDelegate {
  organisation: string
  name: string | null
  phone: string | null
  familyLabel: string
}

/** Everything that is held of the person of one booking, as they may read and download it. */
export interface OwnData {
  booking: Omit<BookingView, 'delegate'> & { delegate: OwnDelegate | null }
  consent: { version: string; language: 'ar' | 'en'; givenAt: string; withdrawnAt: string | null } | null
  messages: {
    template: string
    to: 'applicant' | 'delegate'
    state: string
    writtenAt: string
    sentAt: string | null
  }[]
  /** Days on which somebody came to the stall. */
  attendance: { day: string; at: string }[]
  /** Until when the applicant comes first in a draw, or null. */
  priorityUntil: string | null
  requests: DataRequestLine[]
  /** The day on which everything that names the person is erased without being asked. */
  erasedOn: string
}

export const dataRequestKinds = ['correct', 'erase', 'withdraw_consent'] as const
export type DataRequestKind = (typeof dataRequestKinds)[number]

export const dataRequestStates = ['open', 'done', 'refused'] as const
export type DataRequestState = (typeof dataRequestStates)[number]

export interface DataRequestLine {
  kind: DataRequestKind
  state: DataRequestState
  askedAt: string
  /** The law's 45 days. */
  dueAt: string
  closedAt: string | null
  /** What staff answered, in the person's language. */
  answer: string | null
}

/** A request as staff see it, with the days that the law leaves; negative once it is late. */
export interface DeskDataRequest extends DataRequestLine {
  id: number
  reference: string
  /** The name of the exhibition in its address. */
  exhibition: string
  /** A delegate asks for nothing that is done by itself: the place is the family's. */
  askedBy: 'applicant' | 'delegate'
  /** The person's own words; null for a request without any, and once erased. */
  text: string | null
  /** The language in which the person is written to. */
  language: 'ar' | 'en'
  daysLeft: number
  closedBy: Bilingual | null
}

export const dataRequestStateSchema = v.picklist(dataRequestStates, 'unknown')

/** What should be corrected, in the person's own words. */
export const correctionSchema = v.object({
  text: v.pipe(
    v.string(code('required')),
    v.trim(),
    v.minLength(5, code('required')),
    v.maxLength(textLimits.reasonText.max, code('too_long')),
    v.check((text) => !hasUnwantedCharacters(text), code('wrong_characters')),
  ),
})
