import type { BookingRow } from '../../db/queries/bookings.ts'
import type { OutboxRow } from '../../db/queries/outbox.ts'
import { messageText } from '../../content/messages.ts'
import { fill, wordsOf } from '../../content/words.ts'
import { personOfRow } from '../bookings/booking-view.ts'
import type { ReasonCode } from '../contract/codes.ts'
import { addDays, endOfMuscatDay, formatDays, formatInstant } from '../contract/dates.ts'
import { makeToken, type TokenPurpose } from '../people/tokens.ts'
import type { Store } from '../store.ts'

/** Whoever may read the text: the phone's owner and a local run see whole links, staff in production masked ones. */
export type LinkStyle = 'whole' | 'masked'

export interface RenderedMessage {
  /** Null when the number was released or erased: there is nobody to send to. */
  phone: string | null
  /** Null for a template that content/messages does not have. */
  text: string | null
}

/** Links stop opening the booking this long after the exhibition. */
const linkDaysAfter = 30

/** What an outbox row may hold beside its columns. */
interface MessageData {
  state?: string
  reasonCode?: ReasonCode
  expiresAtUtc?: number
}

/** One message as it is sent. The number and the links are derived here and stored nowhere. */
export async function renderMessage(
  db: Store,
  message: OutboxRow,
  booking: BookingRow,
  links: LinkStyle,
): Promise<RenderedMessage> {
  const language = message.language === 'en' ? 'en' : 'ar'
  // change-booking.ts and book-stall.ts write this column.
  const data = JSON.parse(message.data) as MessageData
  const isDelegate = message.recipient === 'delegate'
  const linkTo = (purpose: TokenPurpose) => linkOf(db, booking, language, purpose, links)
  const [person, link, release] = await Promise.all([
    personOfRow(db, booking),
    linkTo(isDelegate ? 'delegate_link' : 'link'),
    linkTo(isDelegate ? 'delegate_release' : 'release'),
  ])
  const template = messageText(language, message.template, data.state ?? '')
  const { ltr, auto } = isolate[language]
  const values = {
    reference: ltr(booking.reference),
    link: ltr(link),
    release: ltr(release),
    stall: ltr(booking.stallCode ?? ''),
    exhibition: auto(language === 'ar' ? booking.exhibitionTitleAr : booking.exhibitionTitleEn),
    days: formatDays(language, booking.startsOn, booking.endsOn),
    until: formatInstant(language, data.expiresAtUtc ?? message.createdAtUtc),
    reason: data.reasonCode ? wordsOf(language).codes.reason[data.reasonCode] : '',
  }
  return {
    phone: (isDelegate ? person.delegate?.phone : person.phone) || null,
    text: template === null ? null : inCheapLetters(fill(template, values)),
  }
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
    .replace(/[–—]/g, '-')
    .replace(/[‘’]/g, "'")
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

/** How many SMS a text costs: 160 or 153 characters of the GSM alphabet, 70 or 67 of any other. */
export function smsParts(text: string): number {
  const isGsm = /^[\n\r\x20-\x5A\x5F\x61-\x7A£¥èéùìòÇØøÅåÆæßÉ¡ÄÖÑÜ§¿äöñüà@$]*$/.test(text)
  const [one, many] = isGsm ? [160, 153] : [70, 67]
  return text.length <= one ? 1 : Math.ceil(text.length / many)
}
