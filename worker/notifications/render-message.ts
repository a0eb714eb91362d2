import { emailParts, messageText } from '../../content/messages.ts'
import { fill, wordsOf } from '../../content/words.ts'
import type { BookingRow } from '../../db/queries/bookings.ts'
import type { OutboxRow } from '../../db/queries/outbox.ts'
import { personOfRow } from '../bookings/booking-view.ts'
import type { BookingState, ReasonCode } from '../contract/codes.ts'
import { addDays, endOfMuscatDay, formatDays, formatShortInstant } from '../contract/dates.ts'
import type { Person } from '../people/person.ts'
import { makeToken, type TokenPurpose } from '../people/tokens.ts'
import type { Store } from '../store.ts'

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

/** What an outbox row may hold beside its columns. */
interface MessageData {
  state?: BookingState
  stall?: string
  rank?: number
  reasonCode?: ReasonCode
  expiresAtUtc?: number
}

// Whoever writes a message to the outbox writes this column.
const dataOf = (message: OutboxRow) => JSON.parse(message.data) as MessageData

/** Told to a delegate that no longer sees the booking. */
const toldToFormerDelegate = ['booking_taken_over']
/** Told to a delegate about itself, not about the family's booking. */
const toldToDelegateOnly = [...toldToFormerDelegate, 'delegate_proof']

/** A reminder that could not be sent in time would only mislead. */
export const isOutOfDate = (message: OutboxRow, now: number): boolean =>
  message.template === 'booking_offer_reminder' && (dataOf(message).expiresAtUtc ?? Infinity) <= now

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
  const person = await personOfRow(db, booking)
  const purposes = purposesFor(message)
  const [link, release] = await Promise.all([
    linkOf(db, booking, language, purposes.link, links),
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
    text: text === null ? null : message.channel === 'email' ? asEmail(text, language, values) : asSms(text, values),
    hasEmail: isToldByEmail(message, booking, person),
  }
}

function addressOf(message: OutboxRow, booking: BookingRow, person: Person): string | null {
  if (message.channel === 'email') return person.email || null
  if (message.recipient !== 'delegate') return person.phone || null
  const isFormer = booking.delegateKey === null || booking.delegateRevokedAtUtc !== null
  return isFormer && !toldToFormerDelegate.includes(message.template) ? null : person.delegate?.phone || null
}

/** By e-mail goes what goes to the applicant's phone, and to the delegate's where the applicant has none. */
function isToldByEmail(message: OutboxRow, booking: BookingRow, person: Person): boolean {
  if (!person.email || toldToDelegateOnly.includes(message.template)) return false
  return message.recipient === 'applicant' || booking.phoneKey === null
}

function purposesFor(message: OutboxRow): { link: TokenPurpose; release: TokenPurpose } {
  if (message.channel === 'email') return { link: 'mail_link', release: 'release' }
  return message.recipient === 'delegate'
    ? { link: 'delegate_link', release: 'delegate_release' }
    : { link: 'link', release: 'release' }
}

type Values = Record<string, string>

const asSms = (text: string, values: Values): string => inCheapLetters(fill(text, values))

/** An e-mail cannot release a phone, and says who sends it. */
function asEmail(text: string, language: 'ar' | 'en', values: Values): string {
  const lines = text.split('\n').filter((line) => !line.includes('{release}'))
  return [...lines.map((line) => fill(line, values)), emailParts[language].footer].join('\n')
}

// Latin text inside Arabic is isolated, or its parts change places. The blank keeps the closing mark out of
// a link: Android takes it for a letter of the address. English stays in the cheap SMS alphabet without marks.
const isolate = {
  ar: {
    ltr: (text: string) => (text.includes('://') ? `\u2066${text} \u2069` : `\u2066${text}\u2069`),
    auto: (text: string) => `\u2068${text}\u2069`,
  },
  en: { ltr: (text: string) => text, auto: (text: string) => text },
}

/** Dashes, quotes and blanks that the SMS alphabet lacks, as it has them; one such letter doubles the price. */
function inCheapLetters(text: string): string {
  return text
    .replace(/[\u2009\u202F\u00A0]/g, ' ')
    .replace(/[\u2010-\u2015]/g, '-')
    .replace(/[‘’]/g, "'")
    .replace(/[“”]/g, '"')
    .replace(/…/g, '...')
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
