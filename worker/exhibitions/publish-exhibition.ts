import { readPlan, type ExhibitionRow } from '../../db/queries/exhibitions.ts'
import type { FieldCode, FieldError } from '../contract/codes.ts'
import { muscatDay, startOfMuscatDay } from '../contract/dates.ts'
import type { Staff } from '../desk/staff.ts'
import type { Store } from '../store.ts'
import { changeExhibition, refusedIn, type ActOnExhibition, type ExhibitionActOutcome } from './change-exhibition.ts'

/** Announces a draft, if nothing is missing that people need to know; the errors name what is. */
export function publishExhibition(
  db: Store,
  staff: Staff,
  request: ActOnExhibition,
  now: number,
): Promise<ExhibitionActOutcome> {
  return changeExhibition(
    db,
    staff,
    request,
    async (exhibition) => {
      if (exhibition.state !== 'draft') return refusedIn(exhibition.state)
      const errors = await missingToPublish(db, exhibition, now)
      return errors.length > 0
        ? { ok: false, reason: 'invalid_input', errors }
        : { event: 'published', to: 'published' }
    },
    now,
  )
}

/** What a draft lacks before people can be told of it. */
export const missingToPublish = async (db: Store, exhibition: ExhibitionRow, now: number): Promise<FieldError[]> => [
  ...missingTexts(exhibition),
  ...wrongDates(exhibition, now),
  ...(await missingPlan(db, exhibition)),
]

const fault = (field: string, code: FieldCode): FieldError => ({ field, code })

function missingTexts(exhibition: ExhibitionRow): FieldError[] {
  const texts = {
    'title.ar': exhibition.titleAr,
    'title.en': exhibition.titleEn,
    'description.ar': exhibition.descriptionAr,
    'description.en': exhibition.descriptionEn,
    'venue.ar': exhibition.venueAr,
    'venue.en': exhibition.venueEn,
  }
  return Object.entries(texts).flatMap(([field, text]) => (text.trim() === '' ? [fault(field, 'required')] : []))
}

function wrongDates({ startsOn, bookingClosesAtUtc }: ExhibitionRow, now: number): FieldError[] {
  const closesInTime = bookingClosesAtUtc > now && bookingClosesAtUtc <= startOfMuscatDay(startsOn)
  return [
    ...(startsOn > muscatDay(now) ? [] : [fault('startsOn', 'out_of_range')]),
    ...(closesInTime ? [] : [fault('bookingClosesAt', 'out_of_range')]),
  ]
}

async function missingPlan(db: Store, { id }: ExhibitionRow): Promise<FieldError[]> {
  const { zones, stalls } = await readPlan(db.d1, id)
  return [
    ...(zones.length > 0 ? [] : [fault('plan.zones', 'required')]),
    ...(stalls.some((stall) => stall.withheldReason === null) ? [] : [fault('plan.stalls', 'required')]),
  ]
}
