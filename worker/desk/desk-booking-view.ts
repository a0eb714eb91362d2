import type { BookingRow } from '../../db/queries/bookings.ts'
import { findDelegate } from '../../db/queries/delegates.ts'
import { listStream, type StreamEvent } from '../../db/queries/events.ts'
import { findStaffNames } from '../../db/queries/staff.ts'
import { actorOf, staffIdOf } from '../audit/actors.ts'
import { bookingStream } from '../audit/event.ts'
import { openText } from '../audit/text.ts'
import { viewBooking } from '../bookings/booking-view.ts'
import type { BookingState, EnteredFrom, ReasonCode } from '../contract/codes.ts'
import { toInstant } from '../contract/dates.ts'
import type { Delegation, DeskBooking, DeskHistoryEntry } from '../contract/desk.ts'
import type { Bilingual } from '../contract/exhibition.ts'
import type { Store } from '../store.ts'
import { allowedActs } from './allowed-acts.ts'
import type { Staff } from './staff.ts'

type Names = Map<number, Bilingual>

/** A booking as staff see it. */
export async function viewDeskBooking(db: Store, staff: Staff, row: BookingRow): Promise<DeskBooking> {
  const [view, events, delegation] = await Promise.all([
    viewBooking(db, row),
    listStream(db.d1, bookingStream(row.reference)),
    delegationOf(db, row),
  ])
  const ids = [row.checkedBy, row.enteredBy, ...events.map((event) => staffIdOf(event.actor))]
  const names = await findStaffNames(db.d1, [...new Set(ids.filter((id) => id !== null))])
  const nameOf = (id: number | null) => (id === null ? null : (names.get(id) ?? null))
  return {
    ...view,
    createdAt: toInstant(row.createdAtUtc),
    governorate: row.exhibitionGovernorate,
    checked: row.checkedAtUtc === null ? null : { at: toInstant(row.checkedAtUtc), by: nameOf(row.checkedBy) },
    entered:
      row.enteredFrom === null
        ? null
        : { from: row.enteredFrom as EnteredFrom, by: nameOf(row.enteredBy), isOwn: row.enteredBy === staff.id },
    phoneReleasedAt: row.phoneReleasedAtUtc === null ? null : toInstant(row.phoneReleasedAtUtc),
    delegation,
    history: await Promise.all(events.map((event) => historyEntry(db, event, names))),
    acts: allowedActs(staff, row),
  }
}

async function delegationOf(db: Store, { delegateKey, delegateRevokedAtUtc }: BookingRow): Promise<Delegation | null> {
  if (delegateRevokedAtUtc !== null) return { isPhoneProven: false, takenOverAt: toInstant(delegateRevokedAtUtc) }
  if (delegateKey === null) return null
  const delegate = await findDelegate(db.d1, delegateKey)
  return { isPhoneProven: delegate?.provenAtUtc != null, takenOverAt: null }
}

async function historyEntry(db: Store, event: StreamEvent, names: Names): Promise<DeskHistoryEntry> {
  // book-stall.ts and change-booking.ts write this column.
  const data = JSON.parse(event.data) as { state: BookingState; stall?: string | null; reasonCode?: ReasonCode }
  const text = event.textId && event.textBody ? await openText(db.keys, event.textId, event.textBody) : null
  return {
    version: event.seq,
    act: event.type as DeskHistoryEntry['act'],
    state: data.state,
    stall: data.stall ?? null,
    at: toInstant(event.atUtc),
    by: actorOf(event.actor, names),
    reason: data.reasonCode ? { code: data.reasonCode, text } : null,
    question: event.type === 'ask' ? text : null,
  }
}
