import { findZoneCodes, type BookingRow } from '../../db/queries/bookings.ts'
import { listStream } from '../../db/queries/events.ts'
import { bookingStream } from '../audit/event.ts'
import { readStates } from '../audit/history.ts'
import { openText } from '../audit/text.ts'
import type { BookingHistoryEntry, BookingView, BookStall } from '../contract/booking.ts'
import { holdsStall } from '../contract/booking-transitions.ts'
import type { ApplicantKind, Arrangement, BookingState, ProductCategory } from '../contract/codes.ts'
import { toInstant } from '../contract/dates.ts'
import { openPerson, type Person } from '../people/person.ts'
import type { Store } from '../store.ts'

export const readHistory = (db: Store, reference: string): Promise<BookingHistoryEntry[]> =>
  readStates<BookingState>(db, bookingStream(reference))

/** What the team asked last; a decision answers every question before it. */
async function readQuestion(db: Store, reference: string): Promise<BookingView['question']> {
  const events = await listStream(db.d1, bookingStream(reference))
  const changesState = ({ data, seq }: (typeof events)[number]) => {
    const { from, state } = JSON.parse(data) as { from?: BookingState; state: BookingState }
    return seq === 1 || from !== state
  }
  const asked = events.slice(events.findLastIndex(changesState)).findLast(({ type }) => type === 'ask')
  if (!asked?.textId || !asked.textBody) return null
  return { at: toInstant(asked.atUtc), text: await openText(db.keys, asked.textId, asked.textBody) }
}

const emptyPerson: Person = { name: '', phone: null, email: null, tradeName: '', description: null, delegate: null }

/** The person of a booking; empty once erased, and without a delegate that the family revoked. */
export async function personOfRow(db: Store, row: BookingRow): Promise<Person> {
  if (!row.person) return emptyPerson
  const person = await openPerson(db.keys, row.reference, row.person)
  return row.delegateRevokedAtUtc === null ? person : { ...person, delegate: null }
}

/** The stall of whoever has one, or had one until the end; what others keep of it would mislead. */
export const stallShown = ({ state, stallCode }: BookingRow): string | null =>
  holdsStall(state) || state === 'completed' || state === 'no_show' ? stallCode : null

/** A booking as its holder sees it (interface.md, GET /bookings/:reference). */
export async function viewBooking(db: Store, row: BookingRow): Promise<BookingView> {
  // bookStall wrote these columns from the contract's closed lists.
  const zoneIds = JSON.parse(row.zoneIds) as number[]
  const arrangements = JSON.parse(row.arrangements) as Arrangement[]
  const [person, history, question, zones] = await Promise.all([
    personOfRow(db, row),
    readHistory(db, row.reference),
    readQuestion(db, row.reference),
    findZoneCodes(db.d1, row.exhibitionId, zoneIds),
  ])
  const state = row.state
  return {
    reference: row.reference,
    state,
    exhibition: {
      slug: row.exhibitionSlug,
      title: { ar: row.exhibitionTitleAr, en: row.exhibitionTitleEn },
      startsOn: row.startsOn,
      endsOn: row.endsOn,
      venue: { ar: row.exhibitionVenueAr, en: row.exhibitionVenueEn },
    },
    stall: stallShown(row),
    drawCode: row.drawCode,
    rank: row.ordinal,
    offerExpiresAt: row.offerExpiresAtUtc === null ? null : toInstant(row.offerExpiresAtUtc),
    question,
    history,
    applicant: {
      kind: row.kind as ApplicantKind,
      name: person.name,
      phone: person.phone,
      email: person.email,
      governorate: row.governorate,
      wilayat: row.wilayat,
    },
    product: {
      category: row.category as ProductCategory,
      tradeName: person.tradeName,
      description: person.description,
      listPublicly: row.listsPublicly,
    },
    delegate: person.delegate,
    arrangements,
    zones,
    language: row.language as BookStall['language'],
    version: row.version,
  }
}
