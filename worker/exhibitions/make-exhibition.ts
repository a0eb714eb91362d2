import { findAnyExhibition, findSeries } from '../../db/queries/exhibitions.ts'
import { insertExhibitions, listSlugsLike } from '../../db/queries/new-exhibitions.ts'
import { chainEvent, exhibitionStream } from '../audit/event.ts'
import type { FieldError } from '../contract/codes.ts'
import { reservedSlugs, slugOf, type MakeExhibition } from '../contract/exhibition-editing.ts'
import type { PlannedExhibition } from '../contract/exhibition-acts.ts'
import type { Staff } from '../desk/staff.ts'
import type { Store } from '../store.ts'
import { timeFaults } from './exhibition-times.ts'
import { viewPlanned } from './read-desk-exhibition.ts'

export type MakeExhibitionOutcome =
  { ok: true; exhibition: PlannedExhibition } | { ok: false; reason: 'invalid_input'; errors: FieldError[] }

const refused = (...errors: FieldError[]) => ({ ok: false as const, reason: 'invalid_input' as const, errors })

/** Makes a draft, which nobody outside the desk sees; its slug stays its name for good. */
export async function makeExhibition(
  db: Store,
  staff: Staff,
  request: MakeExhibition,
  now: number,
): Promise<MakeExhibitionOutcome> {
  const times = {
    startsOn: request.startsOn,
    endsOn: request.endsOn,
    bookingOpensAtUtc: Date.parse(request.bookingOpensAt),
    bookingClosesAtUtc: Date.parse(request.bookingClosesAt),
  }
  const [slug, series, planOf] = await Promise.all([
    request.slug ?? freeSlug(db, slugOf(request.title.en)),
    request.series === null ? null : findSeries(db.d1, request.series),
    request.planOf === null ? null : findAnyExhibition(db.d1, request.planOf),
  ])
  const errors: FieldError[] = [
    ...(slug === '' ? [{ field: 'slug', code: 'required' as const }] : []),
    ...(series === undefined ? [{ field: 'series', code: 'unknown' as const }] : []),
    ...(planOf === undefined ? [{ field: 'planOf', code: 'unknown' as const }] : []),
    ...timeFaults(times),
  ]
  if (errors.length > 0) return refused(...errors)
  const event = await chainEvent(db.keys, {
    stream: exhibitionStream(slug),
    after: { version: 0, headMac: '' },
    type: 'created',
    atUtc: now,
    actor: `staff:${staff.id}`,
    data: { state: 'draft', planOf: request.planOf, series: request.series },
  })
  const draft = {
    ...times,
    slug,
    seriesId: series?.id ?? null,
    titleAr: request.title.ar,
    titleEn: request.title.en,
    descriptionAr: request.description.ar,
    descriptionEn: request.description.en,
    venueAr: request.venue.ar,
    venueEn: request.venue.en,
    governorate: request.governorate,
    doorsOpenAt: request.hours.opens,
    doorsCloseAt: request.hours.closes,
    mode: request.mode,
    review: request.review,
    isDemonstration: series?.isDemonstration ?? false,
    planOfId: planOf?.id ?? null,
    event,
  }
  if (!(await insertExhibitions(db.d1, [draft]))) return refused({ field: 'slug', code: 'not_allowed' })
  const row = await findAnyExhibition(db.d1, slug)
  if (!row) throw new Error('An exhibition that was just written is not there.')
  return { ok: true, exhibition: await viewPlanned(db, row) }
}

/** A slug that nobody has: the wanted one, or with the next number behind it. */
export async function freeSlug(db: Store, wanted: string): Promise<string> {
  if (wanted === '') return ''
  const taken = new Set([...(await listSlugsLike(db.d1, wanted)), ...reservedSlugs])
  if (!taken.has(wanted)) return wanted
  for (let number = 2; ; number += 1) if (!taken.has(`${wanted}-${number}`)) return `${wanted}-${number}`
}
