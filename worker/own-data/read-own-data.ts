import { readOwnRecords } from '../../db/queries/own-data.ts'
import { openText } from '../audit/text.ts'
import { viewBooking } from '../bookings/booking-view.ts'
import { openBooking, type BookingCredential } from '../bookings/open-booking.ts'
import type { BookingView } from '../contract/booking.ts'
import { addDays, toInstant } from '../contract/dates.ts'
import { keptDays } from '../contract/limits.ts'
import type { OwnData, OwnDelegate } from '../contract/own-data.ts'
import type { Store } from '../store.ts'

export type ReadOwnDataOutcome =
  /** `reader`: whose token it was that opened the booking. */
  { ok: true; data: OwnData; reader: 'applicant' | 'delegate' } | { ok: false; reason: 'booking_not_found' }

const instantOrNull = (atUtc: number | null) => (atUtc === null ? null : toInstant(atUtc))

function ownDelegate({ delegate }: BookingView, reader: 'applicant' | 'delegate'): OwnDelegate | null {
  if (delegate === null || reader === 'delegate') return delegate
  return { organisation: delegate.organisation, name: null, phone: null, familyLabel: delegate.familyLabel }
}

/** Everything held of the person of a booking, for whoever holds its token. */
export async function readOwnData(db: Store, who: BookingCredential, now: number): Promise<ReadOwnDataOutcome> {
  const opened = await openBooking(db, who, ['manage', 'delegate'], now)
  if (!opened.ok) return opened
  const { row, purpose } = opened
  const reader = purpose === 'delegate' ? 'delegate' : 'applicant'
  const [booking, records] = await Promise.all([
    viewBooking(db, row),
    readOwnRecords(db.d1, row.reference, row.applicantKey, now),
  ])
  const { consent } = records
  return {
    ok: true,
    reader,
    data: {
      booking: { ...booking, delegate: ownDelegate(booking, reader) },
      consent: consent && {
        version: consent.version,
        language: consent.language,
        givenAt: toInstant(consent.givenAtUtc),
        withdrawnAt: instantOrNull(consent.withdrawnAtUtc),
      },
      messages: records.messages
        .filter(({ recipient }) => recipient === reader)
        .map(({ template, recipient, state, createdAtUtc, sentAtUtc }) => ({
          template,
          to: recipient,
          state,
          writtenAt: toInstant(createdAtUtc),
          sentAt: instantOrNull(sentAtUtc),
        })),
      attendance: records.attendance.map(({ day, atUtc }) => ({ day, at: toInstant(atUtc) })),
      priorityUntil: instantOrNull(records.priorityUntilUtc),
      requests: await Promise.all(
        records.requests.map(async ({ kind, state, askedAtUtc, dueAtUtc, closedAtUtc, answerTextId, answerBody }) => ({
          kind,
          state,
          askedAt: toInstant(askedAtUtc),
          dueAt: toInstant(dueAtUtc),
          closedAt: instantOrNull(closedAtUtc),
          answer: answerTextId && answerBody ? await openText(db.keys, answerTextId, answerBody) : null,
        })),
      ),
      erasedOn: addDays(row.endsOn, keptDays),
    },
  }
}
