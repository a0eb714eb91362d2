import type { BookingRow } from '../../db/queries/bookings.ts'
import { personOfRow, stallShown } from '../bookings/booking-view.ts'
import type { ApplicantKind, Arrangement, EnteredFrom, ProductCategory } from '../contract/codes.ts'
import { toInstant } from '../contract/dates.ts'
import type { DeskBookingLine } from '../contract/desk.ts'
import type { Store } from '../store.ts'
import type { Staff } from './staff.ts'

/** One line of a list; a viewer's holds nothing that names or reaches anyone. */
export async function bookingLine(db: Store, staff: Staff, row: BookingRow): Promise<DeskBookingLine> {
  const person = staff.role === 'viewer' ? null : await personOfRow(db, row)
  const { delegate = null } = person ?? {}
  return {
    reference: row.reference,
    state: row.state,
    createdAt: toInstant(row.createdAtUtc),
    stall: stallShown(row),
    drawCode: row.drawCode,
    rank: row.ordinal,
    applicant: {
      // bookStall wrote these columns from the contract's closed lists.
      kind: row.kind as ApplicantKind,
      name: person && person.name,
      phone: person && person.phone,
      governorate: row.governorate,
      wilayat: row.wilayat,
    },
    product: { category: row.category as ProductCategory, tradeName: person && person.tradeName },
    delegate: delegate && {
      organisation: delegate.organisation,
      phone: delegate.phone,
      familyLabel: delegate.familyLabel,
    },
    isDelegated: row.delegateKey !== null,
    arrangements: JSON.parse(row.arrangements) as Arrangement[],
    checkedAt: row.checkedAtUtc === null ? null : toInstant(row.checkedAtUtc),
    enteredFrom: row.enteredFrom as EnteredFrom | null,
    isOwn: row.enteredBy === staff.id,
    language: row.language,
    version: row.version,
  }
}
