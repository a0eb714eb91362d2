import { findZoneCodes, type BookingRow } from '../../db/queries/bookings.ts'
import { listStream } from '../../db/queries/events.ts'
import { bookingStream } from '../audit/event.ts'
import { openText } from '../audit/text.ts'
import type { BookingHistoryEntry, BookingView, BookStall } from '../contract/booking.ts'
import { holdsStall } from '../contract/booking-transitions.ts'
import type { ApplicantKind, Arrangement, BookingState, ProductCategory, ReasonCode } from '../contract/codes.ts'
import { toInstant } from '../contract/dates.ts'
import { openPerson, type Person } from '../people/person.ts'
import type { Store } from '../store.ts'

/** What an event's data may hold of a booking (change-booking.ts and book-stall.ts write it). */
interface BookingEventData {
  state: BookingState
  from?: BookingState
  reasonCode?: ReasonCode
}

export async function readHistory(db: Store, reference: string): Promise<BookingHistoryEntry[]> {
  const events = await listStream(db.d1, bookingStream(reference))
  const entries = events.map(async (event): Promise<BookingHistoryEntry | null> => {
    const data = JSON.parse(event.data) as BookingEventData
    if (event.type !== 'booked' && data.from === data.state) return null
    const text = event.textId && event.textBody ? await openText(db.keys, event.textId, event.textBody) : null
    const reason = data.reasonCode ? { code: data.reasonCode, text } : null
    return { state: data.state, at: toInstant(event.atUtc), reason }
  })
  return (await Promise.all(entries)).filter((entry) => entry !== null)
}

const emptyPerson: Person = { name: '', phone: null, email: null, tradeName: '', description: null, delegate: null }

/** The person of a booking; empty once erased. */
export const personOfRow = (db: Store, row: BookingRow): Promise<Person> =>
  row.person ? openPerson(db.keys, row.reference, row.person) : Promise.resolve(emptyPerson)

/** A booking as its holder sees it (interface.md, GET /bookings/:reference). */
export async function viewBooking(db: Store, row: BookingRow): Promise<BookingView> {
  // bookStall wrote these columns from the contract's closed lists.
  const zoneIds = JSON.parse(row.zoneIds) as number[]
  const arrangements = JSON.parse(row.arrangements) as Arrangement[]
  const [person, history, zones] = await Promise.all([
    personOfRow(db, row),
    readHistory(db, row.reference),
    findZoneCodes(db.d1, row.exhibitionId, zoneIds),
  ])
  const state = row.state
  const keepsStall = holdsStall(state) || state === 'completed' || state === 'no_show'
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
    stall: keepsStall ? row.stallCode : null,
    drawCode: row.drawCode,
    rank: row.ordinal,
    offerExpiresAt: row.offerExpiresAtUtc === null ? null : toInstant(row.offerExpiresAtUtc),
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
