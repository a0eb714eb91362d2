import { findSeries, type ExhibitionRow } from '../../db/queries/exhibitions.ts'
import type { FieldError } from '../contract/codes.ts'
import { toInstant } from '../contract/dates.ts'
import { editableOnceAnnounced, type EditExhibition } from '../contract/exhibition-editing.ts'
import type { Staff } from '../desk/staff.ts'
import type { Store } from '../store.ts'
import { changeExhibition, refusedIn, type ActOnExhibition, type ExhibitionActOutcome } from './change-exhibition.ts'
import { timeFaults } from './exhibition-times.ts'

type Field = keyof EditExhibition

/**
 * Changes what is named. A draft is free; once announced only words and doors change, and publishing's rule that
 * nothing is blank stays kept. A value that is sent as it was is no change.
 */
export function editExhibition(
  db: Store,
  staff: Staff,
  request: ActOnExhibition & EditExhibition,
  now: number,
): Promise<ExhibitionActOutcome> {
  const { slug, version, ...wanted } = request
  return changeExhibition(
    db,
    staff,
    { slug, version },
    async (exhibition) => {
      const { state } = exhibition
      if (state === 'finished' || state === 'cancelled') return refusedIn(state)
      const series = wanted.series == null ? null : await findSeries(db.d1, wanted.series)
      if (series === undefined) return refused({ field: 'series', code: 'unknown' })
      const changed = changedFields(exhibition, wanted)
      if (changed.length === 0) return null
      const errors = state === 'draft' ? timeFaults(timesAfter(exhibition, wanted)) : announcedFaults(changed, wanted)
      if (errors.length > 0) return refused(...errors)
      const set = Object.fromEntries(changed.flatMap((field) => columnsOf(field, wanted, series?.id ?? null)))
      return { event: 'edited', set, data: { fields: changed } }
    },
    now,
  )
}

const refused = (...errors: FieldError[]) => ({ ok: false as const, reason: 'invalid_input' as const, errors })

/** What an exhibition says of itself, as it would be sent. */
const asSent = (row: ExhibitionRow): { [K in Field]-?: unknown } => ({
  series: row.seriesSlug,
  title: { ar: row.titleAr, en: row.titleEn },
  description: { ar: row.descriptionAr, en: row.descriptionEn },
  venue: { ar: row.venueAr, en: row.venueEn },
  governorate: row.governorate,
  startsOn: row.startsOn,
  endsOn: row.endsOn,
  hours: { opens: row.doorsOpenAt, closes: row.doorsCloseAt },
  mode: row.mode,
  review: row.review,
  bookingOpensAt: toInstant(row.bookingOpensAtUtc),
  bookingClosesAt: toInstant(row.bookingClosesAtUtc),
})

function changedFields(row: ExhibitionRow, wanted: EditExhibition): Field[] {
  const now = asSent(row)
  // The keys of this record are those of the type.
  return (Object.keys(now) as Field[]).filter((field) => {
    const value = wanted[field]
    if (value === undefined) return false
    const isInstant = field === 'bookingOpensAt' || field === 'bookingClosesAt'
    const sent = isInstant ? toInstant(Date.parse(String(value))) : value
    return JSON.stringify(sent) !== JSON.stringify(now[field])
  })
}

const timesAfter = (row: ExhibitionRow, wanted: EditExhibition) => ({
  startsOn: wanted.startsOn ?? row.startsOn,
  endsOn: wanted.endsOn ?? row.endsOn,
  bookingOpensAtUtc: wanted.bookingOpensAt ? Date.parse(wanted.bookingOpensAt) : row.bookingOpensAtUtc,
  bookingClosesAtUtc: wanted.bookingClosesAt ? Date.parse(wanted.bookingClosesAt) : row.bookingClosesAtUtc,
})

const mayChange: readonly string[] = editableOnceAnnounced

function announcedFaults(changed: readonly Field[], wanted: EditExhibition): FieldError[] {
  return changed.flatMap((field): FieldError[] => {
    if (!mayChange.includes(field)) return [{ field, code: 'not_allowed' }]
    if (field !== 'title' && field !== 'description' && field !== 'venue') return []
    return (['ar', 'en'] as const).flatMap((language) =>
      wanted[field]?.[language] === '' ? [{ field: `${field}.${language}`, code: 'required' as const }] : [],
    )
  })
}

function columnsOf(field: Field, wanted: EditExhibition, seriesId: number | null): [string, string | number | null][] {
  switch (field) {
    case 'title':
    case 'description':
    case 'venue':
      return [
        [`${field}_ar`, wanted[field]?.ar ?? ''],
        [`${field}_en`, wanted[field]?.en ?? ''],
      ]
    case 'hours':
      return [
        ['doors_open_at', wanted.hours?.opens ?? ''],
        ['doors_close_at', wanted.hours?.closes ?? ''],
      ]
    case 'series':
      return [['series_id', seriesId]]
    case 'bookingOpensAt':
      return [['booking_opens_at_utc', Date.parse(wanted.bookingOpensAt ?? '')]]
    case 'bookingClosesAt':
      return [['booking_closes_at_utc', Date.parse(wanted.bookingClosesAt ?? '')]]
    case 'startsOn':
      return [['starts_on', wanted.startsOn ?? '']]
    case 'endsOn':
      return [['ends_on', wanted.endsOn ?? '']]
    default:
      return [[field, wanted[field] ?? '']]
  }
}
