import { emailParts, messageText } from '../../content/messages.ts'
import { fill, wordsOf } from '../../content/words.ts'
import type { OutboxRow } from '../../db/queries/outbox.ts'
import type { PledgeHead } from '../../db/queries/pledges.ts'
import type { ReasonCode } from '../contract/codes.ts'
import { formatDay } from '../contract/dates.ts'
import { dayMs } from '../contract/limits.ts'
import type { LineUnit, PledgeState } from '../contract/pledge-codes.ts'
import { makeToken } from '../people/tokens.ts'
import { contactOfRow, tokenSubject } from '../pledges/open-pledge.ts'
import type { Store } from '../store.ts'
import { asEmail, asSms, isolate } from './message-text.ts'
import type { LinkStyle, RenderedMessage } from './render-message.ts'

/** A message's link opens the pledge for so many days. */
const linkDays = 90

/** What an outbox row about a pledge may hold beside its columns. */
interface PledgeMessageData {
  state?: PledgeState
  n?: number
  quantity?: number
  unit?: LineUnit
  dueOn?: string
  reasonCode?: ReasonCode
}

/** One message to a company as it is sent; once its contact is erased there is nobody to send to. */
export async function renderPledgeMessage(
  db: Store,
  message: OutboxRow,
  pledge: PledgeHead,
  links: LinkStyle,
): Promise<RenderedMessage> {
  const language = message.language === 'en' ? 'en' : 'ar'
  // Whoever writes a message to the outbox writes this column.
  const data = JSON.parse(message.data) as PledgeMessageData
  const state = data.state ?? pledge.state
  const isEmail = message.channel === 'email'
  const [contact, link] = await Promise.all([contactOfRow(db, pledge), linkOf(db, message, pledge, links)])
  const { ltr } = isolate[language]
  const words = wordsOf(language)
  const values = {
    reference: ltr(pledge.reference),
    link: ltr(link),
    line: data.n === undefined ? '' : String(data.n),
    quantity: data.quantity === undefined ? '' : String(data.quantity),
    unit: data.unit ? words.codes.lineUnit[data.unit] : '',
    day: data.dueOn ? formatDay(language, data.dueOn) : '',
    reason: data.reasonCode ? words.codes.reason[data.reasonCode] : '',
    state: words.codes.pledge[state],
  }
  const { pledgeSubject, pledgeFooter } = emailParts[language]
  const text = messageText(language, message.template, state)
  return {
    to: (isEmail ? contact?.email : contact?.phone) ?? null,
    subject: fill(pledgeSubject, values),
    text: text === null ? null : isEmail ? asEmail(text, values, pledgeFooter) : asSms(text, values),
    // A company is told one way.
    hasEmail: false,
  }
}

async function linkOf(db: Store, message: OutboxRow, pledge: PledgeHead, links: LinkStyle): Promise<string> {
  const language = message.language === 'en' ? 'en' : 'ar'
  const address = `${db.settings.siteUrl}/${language}/p/${pledge.reference}/`
  if (links === 'masked') return `${address}***`
  const purpose = message.channel === 'email' ? 'mail_link' : 'link'
  const until = message.createdAtUtc + linkDays * dayMs
  return address + (await makeToken(db.keys, pledge.reference, purpose, tokenSubject(pledge), until))
}
