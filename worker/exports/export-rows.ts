import { wordsOf } from '../../content/words.ts'
import type { BookingRow } from '../../db/queries/bookings.ts'
import { listBadgeRows, listBookingsUntil, type BadgeRow } from '../../db/queries/exports.ts'
import { personOfRow } from '../bookings/booking-view.ts'
import { holdsStall } from '../contract/booking-transitions.ts'
import type { Arrangement, Language } from '../contract/codes.ts'
import { formatInstant } from '../contract/dates.ts'
import { exportColumns, type ExportRow } from '../contract/exports.ts'
import { governorates } from '../contract/places.ts'
import { openPerson, type Person } from '../people/person.ts'
import type { Store } from '../store.ts'

// The rows of each file, in the language of whoever takes it.

/** A page is read, opened and written before the next: a file of any length takes no more memory than this. */
const pageRows = 250

type Codes = Record<string, string>

const placeNames = new Map<string, { ar: string; en: string }>(
  governorates.flatMap((governorate) => [
    [`g:${governorate.id}`, governorate] as const,
    ...governorate.wilayats.map((wilayat) => [`w:${wilayat.id}`, wilayat] as const),
  ]),
)
const governorateName = (language: Language, id: string) => placeNames.get(`g:${id}`)?.[language] ?? id
const wilayatName = (language: Language, id: string) => placeNames.get(`w:${id}`)?.[language] ?? id

/** Every booking that an exhibition had at an instant, the oldest first. */
export async function* bookingRows(
  db: Store,
  { exhibitionId, untilUtc, language }: { exhibitionId: number; untilUtc: number; language: Language },
): AsyncGenerator<ExportRow[]> {
  let after = { createdAtUtc: -1, reference: '' }
  for (;;) {
    const rows = await listBookingsUntil(db.d1, { exhibitionId, untilUtc, after }, pageRows)
    yield await Promise.all(rows.map(async (row) => bookingRow(language, row, await personOfRow(db, row))))
    const last = rows.at(-1)
    if (!last || rows.length < pageRows) return
    after = last
  }
}

function bookingRow(language: Language, row: BookingRow, person: Person): ExportRow {
  const words = wordsOf(language)
  const { codes, desk } = words
  const inWords = (list: Codes, code: string | null) => (code === null ? null : (list[code] ?? code))
  const { delegate } = person
  // bookStall wrote this column from the contract's closed list.
  const arrangements = JSON.parse(row.arrangements) as Arrangement[]
  const keepsStall = holdsStall(row.state) || row.state === 'completed' || row.state === 'no_show'
  const cells: Record<(typeof exportColumns.bookings)[number], string | number | null> = {
    reference: row.reference,
    state: desk.states[row.state],
    receivedAt: formatInstant(language, row.createdAtUtc),
    kind: inWords(codes.kind, row.kind),
    name: person.name || null,
    phone: person.phone,
    email: person.email,
    governorate: governorateName(language, row.governorate),
    wilayat: wilayatName(language, row.wilayat),
    category: inWords(codes.category, row.category),
    tradeName: person.tradeName || null,
    description: person.description,
    listed: row.listsPublicly ? desk.exports.yes : desk.exports.no,
    arrangements: arrangements.map((code) => codes.arrangement[code]).join(words.exhibitions.listSeparator) || null,
    stall: keepsStall ? row.stallCode : null,
    drawCode: row.drawCode,
    rank: row.ordinal,
    checkedAt: row.checkedAtUtc === null ? null : formatInstant(language, row.checkedAtUtc),
    enteredFrom: inWords(codes.enteredFrom, row.enteredFrom),
    organisation: delegate?.organisation ?? null,
    delegateName: delegate?.name ?? null,
    delegatePhone: delegate?.phone || null,
    familyLabel: delegate?.familyLabel ?? null,
  }
  return exportColumns.bookings.map((column) => cells[column])
}

/** An exhibition has fewer stalls. */
const stallsMax = 1_000

export const readBadges = (db: Store, exhibitionId: number): Promise<BadgeRow[]> =>
  listBadgeRows(db.d1, exhibitionId, stallsMax)

/** Whoever exhibits, stall after stall: with their names for badges, and for the notice board only who agreed to be listed. */
export async function badgeRows(
  db: Store,
  { file, rows, language }: { file: 'badges' | 'notice-board'; rows: BadgeRow[]; language: Language },
): Promise<ExportRow[]> {
  const codes: { category: Codes } = wordsOf(language).codes
  return Promise.all(
    rows.map(async (row) => {
      const { name, tradeName, delegate } = await openPerson(db.keys, row.reference, row.person)
      const cells: Record<(typeof exportColumns.badges)[number], string | null> = {
        stall: row.stall,
        tradeName,
        name,
        category: codes.category[row.category] ?? row.category,
        governorate: governorateName(language, row.governorate),
        organisation: delegate?.organisation ?? null,
        reference: row.reference,
      }
      return exportColumns[file].map((column) => cells[column])
    }),
  )
}
