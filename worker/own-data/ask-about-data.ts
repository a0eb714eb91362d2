import { hasOpenRequest, insertDataRequest } from '../../db/queries/own-data.ts'
import { bookingStream, chainEvent } from '../audit/event.ts'
import { sealText } from '../audit/text.ts'
import { openBooking, type BookingCredential } from '../bookings/open-booking.ts'
import { dataRequestDays, dayMs } from '../contract/limits.ts'
import type { DataRequestKind } from '../contract/own-data.ts'
import type { Store } from '../store.ts'
import { eraseBooking } from './erase-booking.ts'

export type AskAboutDataOutcome = { ok: true; isDone: boolean } | { ok: false; reason: 'booking_not_found' }

const retriesMax = 8

/**
 * What a person asks about their data. A correction waits for staff, who have 45 days. Erasing, and withdrawing the
 * consent that everything rests on, is done at once, and gives a stall back; while they are at the exhibition it waits.
 * What a delegate asks waits for staff in any case, since the place is the family's, and the family is told of it.
 */
export async function askAboutData(
  db: Store,
  who: BookingCredential,
  request: { kind: DataRequestKind; text: string | null },
  now: number,
): Promise<AskAboutDataOutcome> {
  const { kind, text } = request
  for (let attempt = 0; attempt < retriesMax; attempt += 1) {
    const opened = await openBooking(db, who, ['manage', 'delegate'], now)
    if (!opened.ok) return opened
    const { row, purpose } = opened
    const actor = purpose === 'delegate' ? 'delegate' : 'applicant'
    const stream = bookingStream(row.reference)
    const sealed = text === null ? null : await sealText(db.keys, stream, text)
    const event = await chainEvent(db.keys, {
      stream,
      after: row,
      type: 'ask-about-data',
      atUtc: now,
      actor,
      data: { from: row.state, state: row.state, kind },
      text: sealed,
    })
    const { reference, version } = row
    const asked = { reference, version, kind, askedAtUtc: now, dueAtUtc: now + dataRequestDays * dayMs }
    const erases = kind !== 'correct'
    const tells = actor === 'delegate' && erases && row.phoneKey !== null ? row.language : null
    const isFiled = await insertDataRequest(db.d1, { ...asked, isOwn: actor === 'applicant', tells }, event, sealed)
    // A request of this kind that is open already stands for this one too.
    if (!isFiled && !(await hasOpenRequest(db.d1, reference, kind))) continue
    if (!erases || actor === 'delegate') return { ok: true, isDone: false }
    const seenVersion = isFiled ? version + 1 : version
    const erased = await eraseBooking(db, { reference, actor, cause: 'asked', seenVersion }, now)
    // Whoever holds the booking by now decides: this token must open it anew.
    if (erased.ok || erased.reason !== 'changed_meanwhile') return { ok: true, isDone: erased.ok }
  }
  throw new Error('A booking kept changing while something was asked about its data.')
}
