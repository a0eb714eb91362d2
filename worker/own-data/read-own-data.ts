import { readOwnRecords } from '../../db/queries/own-data.ts'
import { viewBooking } from '../bookings/booking-view.ts'
import { openBooking, type BookingCredential } from '../bookings/open-booking.ts'
import { addDays, toInstant } from '../contract/dates.ts'
import { keptDays } from '../contract/limits.ts'
import type { OwnData } from '../contract/own-data.ts'
import type { Store } from '../store.ts'

export type ReadOwnDataOutcome = { ok: true; data: OwnData } | { ok: false; reason: 'booking_not_found' }

const instantOrNull = (atUtc: number | null) => (atUtc === null ? null : toInstant(atUtc))

/** Everything held of the person of a booking, for whoever holds its token. */
export async function readOwnData(db: Store, who: BookingCredential, now: number): Promise<ReadOwnDataOutcome> {
  const opened = await openBooking(db, who, ['manage', 'delegate'], now)
  if (!opened.ok) return opened
  const { row } = opened
  const [booking, records] = await Promise.all([
    viewBooking(db, row),
    readOwnRecords(db.d1, row.reference, row.applicantKey, now),
  ])
  const { consent } = records
  return {
    ok: true,
    data: {
      booking,
      consent: consent && {
        version: consent.version,
        language: consent.language,
        givenAt: toInstant(consent.givenAtUtc),
        withdrawnAt: instantOrNull(consent.withdrawnAtUtc),
      },
      messages: records.messages.map(({ template, recipient, state, createdAtUtc, sentAtUtc }) => ({
        template,
        to: recipient,
        state,
        writtenAt: toInstant(createdAtUtc),
        sentAt: instantOrNull(sentAtUtc),
      })),
      attendance: records.attendance.map(({ day, atUtc }) => ({ day, at: toInstant(atUtc) })),
      priorityUntil: instantOrNull(records.priorityUntilUtc),
      requests: records.requests.map(({ kind, state, askedAtUtc, dueAtUtc, closedAtUtc }) => ({
        kind,
        state,
        askedAt: toInstant(askedAtUtc),
        dueAt: toInstant(dueAtUtc),
        closedAt: instantOrNull(closedAtUtc),
      })),
      erasedOn: addDays(row.endsOn, keptDays),
    },
  }
}
