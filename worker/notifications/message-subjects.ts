import type { BookingRow } from '../../db/queries/bookings.ts'
import { findBookings } from '../../db/queries/desk-bookings.ts'
import type { OutboxRow } from '../../db/queries/outbox.ts'
import { findPledgeHeads, type PledgeHead } from '../../db/queries/pledges.ts'
import type { Store } from '../store.ts'
import { renderMessage, type LinkStyle, type RenderedMessage } from './render-message.ts'
import { renderPledgeMessage } from './render-pledge-message.ts'

/** What a message is about. */
export type MessageSubject = { booking: BookingRow } | { pledge: PledgeHead }

/** The bookings and pledges behind some references; one that is not there is not listed. */
export async function findSubjects(db: Store, references: readonly string[]): Promise<Map<string, MessageSubject>> {
  const distinct = [...new Set(references)]
  const isPledge = (reference: string) => reference.startsWith('PLG-')
  const [bookings, pledges] = await Promise.all([
    findBookings(
      db.d1,
      distinct.filter((reference) => !isPledge(reference)),
    ),
    findPledgeHeads(db.d1, distinct.filter(isPledge)),
  ])
  return new Map<string, MessageSubject>([
    ...[...bookings].map(([reference, booking]) => [reference, { booking }] as const),
    ...pledges.map((pledge) => [pledge.reference, { pledge }] as const),
  ])
}

export const renderAbout = (
  db: Store,
  message: OutboxRow,
  subject: MessageSubject,
  links: LinkStyle,
): Promise<RenderedMessage> =>
  'booking' in subject
    ? renderMessage(db, message, subject.booking, links)
    : renderPledgeMessage(db, message, subject.pledge, links)
