import { emailParts, messageText } from '../../content/messages.ts'
import { fill, wordsOf } from '../../content/words.ts'
import type { BookingRow } from '../../db/queries/bookings.ts'
import type { OutboxRow } from '../../db/queries/outbox.ts'
import { findDelegate } from '../../db/queries/delegates.ts'
import { personOfRow } from '../bookings/booking-view.ts'
import type { BookingState, ReasonCode } from '../contract/codes.ts'
import { addDays, endOfMuscatDay, formatDays, formatShortInstant } from '../contract/dates.ts'
import { dayMs } from '../contract/limits.ts'
import { openPerson, type Person } from '../people/person.ts'
import { makeFamiliesToken, makeToken, type TokenPurpose } from '../people/tokens.ts'
import type { Store } from '../store.ts'
import { asEmail, asSms, isolate } from './message-text.ts'

/** Whoever may read the text: the phone's owner and a local run see whole links, staff in production masked ones. */
export type LinkStyle = 'whole' | 'masked'

export interface RenderedMessage {
  /** A phone number or an e-mail address; null when it was released or erased: there is nobody to send to. */
  to: string | null
  /** An e-mail's. */
  subject: string
  /** Null for a template that content/messages does not have. */
  text: string | null
  /** Whether the applicant is also to be told by e-mail what this message says. */
  hasEmail: boolean
}

/** Links stop opening the booking this long after the exhibition. */
const linkDaysAfter = 30

/** The link to all of a delegate's families opens more, and for less long after it was asked for. */
const familiesLinkMs = 7 * dayMs

/** What an outbox row may hold beside its columns. */
interface MessageData {
  state?: BookingState
  stall?: string
  rank?: number
  reasonCode?: ReasonCode
  /** Until when the message asks for an answer. */
  expiresAtUtc?: number
}

// Whoever writes a message to the outbox writes this column.
const dataOf = (message: OutboxRow) => JSON.parse(message.data) as MessageData

/** Told to a delegate that no longer sees the booking. */
const toldToFormerDelegate = ['booking_taken_over']
/** Meant for one phone: told to a delegate about itself, or the link that a revoked one must not get. */
const toldByPhoneOnly = [...toldToFormerDelegate, 'delegate_proof', 'booking_link']

/** An offer, or its reminder, that could not be sent while it can be answered would only mislead. */
export const isOutOfDate = (message: OutboxRow, now: number): boolean =>
  (dataOf(message).expiresAtUtc ?? Infinity) <= now

/** One message as it is sent. Addresses and links are derived here and stored nowhere. */
export async function renderMessage(
  db: Store,
  message: OutboxRow,
  booking: BookingRow,
  links: LinkStyle,
): Promise<RenderedMessage> {
  const language = message.language === 'en' ? 'en' : 'ar'
  const { template } = message
  const data = dataOf(message)
  const state = data.state ?? booking.state
  const person = await personOf(db, message, booking)
  const purposes = purposesFor(message)
  const [link, release] = await Promise.all([
    template === 'delegate_proof'
      ? familiesLinkOf(db, message, booking, language, links)
      : linkOf(db, booking, language, purposes.link, links),
    linkOf(db, booking, language, purposes.release, links),
  ])
  const { ltr, auto } = isolate[language]
  const words = wordsOf(language)
  const values = {
    reference: ltr(booking.reference),
    link: ltr(link),
    release: ltr(release),
    stall: ltr(data.stall ?? booking.stallCode ?? ''),
    exhibition: auto(language === 'ar' ? booking.exhibitionTitleAr : booking.exhibitionTitleEn),
    days: formatDays(language, booking.startsOn, booking.endsOn),
    until: formatShortInstant(language, data.expiresAtUtc ?? message.createdAtUtc),
    reason: data.reasonCode ? words.codes.reason[data.reasonCode] : '',
    rank: String(data.rank ?? booking.ordinal ?? ''),
    state: words.codes.booking[state],
  }
  const text = messageText(language, template, state)
  const subject = fill(emailParts[language].subject, values)
  return {
    to: addressOf(message, booking, person),
    subject,
    text:
      text === null
        ? null
        : message.channel === 'email'
          ? asEmail(text, values, emailParts[language].footer)
          : asSms(text, values),
    hasEmail: isToldByEmail(message, booking, person),
  }
}

/** A delegate that the family revoked is told so, which is the last thing it is told. */
const personOf = (db: Store, message: OutboxRow, booking: BookingRow): Promise<Person> =>
  booking.person && toldToFormerDelegate.includes(message.template)
    ? openPerson(db.keys, booking.reference, booking.person)
    : personOfRow(db, booking)

function addressOf(message: OutboxRow, booking: BookingRow, person: Person): string | null {
  if (message.channel === 'email') return person.email || null
  if (message.recipient !== 'delegate') return person.phone || null
  const isFormer = booking.delegateKey === null || booking.delegateRevokedAtUtc !== null
  return isFormer && !toldToFormerDelegate.includes(message.template) ? null : person.delegate?.phone || null
}

/** By e-mail goes what goes to the applicant's phone, and to the delegate's where the applicant has none. */
function isToldByEmail(message: OutboxRow, booking: BookingRow, person: Person): boolean {
  if (!person.email || toldByPhoneOnly.includes(message.template)) return false
  return message.recipient === 'applicant' || booking.phoneKey === null
}

function purposesFor(message: OutboxRow): { link: TokenPurpose; release: TokenPurpose } {
  if (message.channel === 'email') return { link: 'mail_link', release: 'release' }
  return message.recipient === 'delegate'
    ? { link: 'delegate_link', release: 'delegate_release' }
    : { link: 'link', release: 'release' }
}

async function linkOf(
  db: Store,
  booking: BookingRow,
  language: 'ar' | 'en',
  purpose: TokenPurpose,
  links: LinkStyle,
): Promise<string> {
  const address = `${db.settings.siteUrl}/${language}/b/${booking.reference}/`
  if (links === 'masked') return `${address}***`
  const until = endOfMuscatDay(addDays(booking.endsOn, linkDaysAfter))
  return address + (await makeToken(db.keys, booking.reference, purpose, booking, until))
}

/** The booking only lends its address: what is opened are all bookings of whoever acts for it. */
async function familiesLinkOf(
  db: Store,
  message: OutboxRow,
  { reference, delegateKey }: BookingRow,
  language: 'ar' | 'en',
  links: LinkStyle,
): Promise<string> {
  const address = `${db.settings.siteUrl}/${language}/b/${reference}/`
  const delegate = delegateKey === null || links === 'masked' ? null : await findDelegate(db.d1, delegateKey)
  if (delegateKey === null || delegate === null) return `${address}***`
  const until = message.createdAtUtc + familiesLinkMs
  return address + (await makeFamiliesToken(db.keys, delegateKey, 'families_link', delegate.tokenVersion, until))
}
