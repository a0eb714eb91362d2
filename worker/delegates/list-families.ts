import type { BookingRow } from '../../db/queries/bookings.ts'
import { listDelegateExhibitions, listDelegateReferences, type DelegateExhibition } from '../../db/queries/delegates.ts'
import { findBookings } from '../../db/queries/desk-bookings.ts'
import { personOfRow, stallShown } from '../bookings/booking-view.ts'
import { settleBooking } from '../bookings/settle-booking.ts'
import { toInstant } from '../contract/dates.ts'
import {
  familiesPageSize,
  type Families,
  type FamiliesCredential,
  type FamiliesExhibition,
  type FamilyLine,
} from '../contract/delegates.ts'
import type { Person } from '../people/person.ts'
import type { Store } from '../store.ts'
import { openFamilies } from './open-families.ts'

export type ListFamiliesOutcome = { ok: true; families: Families } | { ok: false; reason: 'booking_not_found' }

/** More exhibitions than one delegate can be at before the oldest are purged. */
const exhibitionsMax = 200

/** The bookings of a delegate's families at all exhibitions; a page that is not there is the nearest one. */
export async function listFamilies(
  db: Store,
  who: FamiliesCredential | null,
  request: { page: number },
  now: number,
): Promise<ListFamiliesOutcome> {
  if (who === null || !(await openFamilies(db, who, now))) return { ok: false, reason: 'booking_not_found' }
  const { delegateKey } = who
  const exhibitions = await listDelegateExhibitions(db.d1, delegateKey, db.settings.delegateLimit, exhibitionsMax)
  const total = exhibitions.reduce((sum, { bookings }) => sum + bookings, 0)
  const pages = Math.max(1, Math.ceil(total / familiesPageSize))
  const page = Math.min(Math.max(1, request.page), pages)
  const wanted = wantedOf(exhibitions, (page - 1) * familiesPageSize)
  const references = await listDelegateReferences(db.d1, delegateKey, wanted)
  const found = await findBookings(db.d1, references)
  const rows = await Promise.all(
    references.flatMap((reference) => {
      const row = found.get(reference)
      // Between the two readings the family may have taken the booking over.
      return row?.delegateKey === delegateKey ? [settled(db, row, delegateKey, now)] : []
    }),
  )
  const read = rows.filter((one) => one !== null)
  const shown = exhibitions.filter(({ id }) => wanted.some(({ exhibitionId }) => exhibitionId === id))
  const newest = read.toSorted((one, other) => other.row.createdAtUtc - one.row.createdAtUtc)[0]?.person.delegate
  return {
    ok: true,
    families: {
      exhibitions: shown.map((exhibition) => ({
        ...placeOf(exhibition, now),
        lines: read.filter(({ row }) => row.exhibitionId === exhibition.id).map(lineOf),
      })),
      delegate: newest ? { organisation: newest.organisation, name: newest.name, phone: newest.phone } : null,
      isDemonstration: shown.some(({ isDemonstration }) => isDemonstration === 1),
      total,
      page,
      pages,
      limit: exhibitions[0]?.limit ?? db.settings.delegateLimit,
    },
  }
}

/** Which of each exhibition's bookings stand on the page that begins after `skip` of all. */
function wantedOf(exhibitions: DelegateExhibition[], skip: number) {
  const wanted: { exhibitionId: number; skip: number; take: number }[] = []
  let before = 0
  for (const { id, bookings } of exhibitions) {
    const from = Math.max(0, skip - before)
    const to = Math.min(bookings, skip + familiesPageSize - before)
    if (from < to) wanted.push({ exhibitionId: id, skip: from, take: to - from })
    before += bookings
  }
  return wanted
}

interface ReadFamily {
  row: BookingRow
  person: Person
}

async function settled(db: Store, row: BookingRow, delegateKey: string, now: number): Promise<ReadFamily | null> {
  const current = await settleBooking(db, row, now)
  return current.delegateKey === delegateKey ? { row: current, person: await personOfRow(db, current) } : null
}

function placeOf(exhibition: DelegateExhibition, now: number): Omit<FamiliesExhibition, 'lines'> {
  const { slug, titleAr, titleEn, venueAr, venueEn, startsOn, endsOn, live, state, bookingClosesAtUtc } = exhibition
  return {
    slug,
    title: { ar: titleAr, en: titleEn },
    venue: { ar: venueAr, en: venueEn },
    startsOn,
    endsOn,
    live,
    isBookable: state === 'open' && bookingClosesAtUtc > now,
  }
}

const lineOf = ({ row, person }: ReadFamily): FamilyLine => ({
  reference: row.reference,
  state: row.state,
  label: person.delegate?.familyLabel ?? '',
  tradeName: person.tradeName,
  stall: stallShown(row),
  rank: row.ordinal,
  offerExpiresAt: row.offerExpiresAtUtc === null ? null : toInstant(row.offerExpiresAtUtc),
})
