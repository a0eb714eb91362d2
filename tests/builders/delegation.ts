import { findBooking } from '../../db/queries/bookings.ts'
import type { BookingAnswer } from '../../worker/contract/booking.ts'
import type { FamiliesCredential } from '../../worker/contract/delegates.ts'
import { followLink } from '../../worker/bookings/follow-link.ts'
import { phoneKey } from '../../worker/people/person.ts'
import { makeFamiliesToken, makeToken, type TokenPurpose } from '../../worker/people/tokens.ts'
import { renderMessage } from '../../worker/notifications/render-message.ts'
import { booked, nextPhone } from './booking.ts'
import { noon } from './exhibition.ts'
import { d1, db } from './store.ts'

export const associationOf = (phone: string, familyLabel = 'أسرة 1') => ({
  organisation: 'جمعية المرأة العمانية بالسيب',
  name: 'سالمة الحارثية',
  phone,
  familyLabel,
})

export const familyWith = (phone: string | null, more: Record<string, unknown> = {}) => ({
  kind: 'productive_family',
  name: 'مريم البلوشية',
  phone,
  wilayat: 'as-seeb',
  ...more,
})

interface Delegated {
  /** The delegate's phone. */
  phone?: string
  /** The family's. */
  own?: string | null
  label?: string
  joinWaitlist?: boolean
  zones?: string[]
  applicant?: object
}

/** A delegate's booking for a family with a phone of its own, and the tokens of both. */
export async function delegated(
  slug: string,
  { phone = nextPhone(), own = nextPhone(), label = 'أسرة 1', ...change }: Delegated = {},
) {
  const booking: BookingAnswer = await booked(slug, {
    applicant: familyWith(own),
    delegate: associationOf(phone, label),
    ...change,
  })
  const { reference } = booking
  return {
    booking,
    reference,
    phone,
    own,
    asDelegate: { reference, token: booking.manageToken },
    asFamily: { reference, token: await tokenOf(reference, 'manage'), address: '192.0.2.7' },
  }
}

/** A token as its holder has it: with the versions that the booking has now. */
export async function tokenOf(reference: string, purpose: TokenPurpose): Promise<string> {
  const row = await findBooking(d1, reference)
  if (!row) throw new Error('The booking is not there.')
  return makeToken(db.keys, reference, purpose, row, null)
}

/** What a delegate's device keeps once it followed its link; the version is that of a delegate who never ended a session. */
export async function sessionOf(phone: string, version = 1, until = noon + 3_600_000): Promise<FamiliesCredential> {
  const delegateKey = await phoneKey(db.keys, phone)
  return { delegateKey, token: await makeFamiliesToken(db.keys, delegateKey, 'families', version, until) }
}

export interface Told {
  template: string
  recipient: string
  to: string | null
  text: string
}

/** Messages about a booking as they would be sent now, the oldest first. */
export async function toldOf(reference: string): Promise<Told[]> {
  const { results } = await d1
    .prepare(
      `SELECT id, dedupe_key AS dedupeKey, subject, template, channel, recipient, language, data, state, attempts,
         created_at_utc AS createdAtUtc, sent_at_utc AS sentAtUtc, last_error AS lastError
       FROM outbox WHERE subject = ? ORDER BY id`,
    )
    .bind(reference)
    .all<Parameters<typeof renderMessage>[1]>()
  const row = await findBooking(d1, reference)
  if (!row) throw new Error('The booking is not there.')
  return Promise.all(
    results.map(async (message) => {
      const { to, text } = await renderMessage(db, message, row, 'whole')
      return { template: message.template, recipient: message.recipient, to, text: text ?? '' }
    }),
  )
}

/** The tokens of a message's links to a booking. */
export const linksIn = (text: string): string[] =>
  [...text.matchAll(/\/b\/TMK-\w{8}\/([\w-]+)/g)].map(([, link = '']) => link)

/** Follows the link that opens a delegate's families. */
export async function followProof(reference: string, now = noon): Promise<FamiliesCredential | null> {
  const proof = (await toldOf(reference)).findLast(({ template }) => template === 'delegate_proof')
  const outcome = await followLink(db, { reference, token: linksIn(proof?.text ?? '')[0] ?? '' }, now)
  return outcome.ok && outcome.leadsTo === 'families' ? outcome.session : null
}
