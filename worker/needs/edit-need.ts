import { findNeed, writeNeedChange, type NeedRow } from '../../db/queries/desk-needs.ts'
import { chainEvent, needStream } from '../audit/event.ts'
import type { FieldError } from '../contract/codes.ts'
import { muscatDay } from '../contract/dates.ts'
import type { DeskNeed, EditNeed } from '../contract/desk-needs.ts'
import type { Staff } from '../desk/staff.ts'
import type { Store } from '../store.ts'
import { findPlace } from './find-place.ts'
import { forgetPledges } from '../exhibitions/public-cache.ts'
import { viewNeed } from './need-view.ts'

export type EditNeedOutcome =
  | { ok: true; need: DeskNeed }
  | { ok: false; reason: 'not_found' }
  | { ok: false; reason: 'changed_meanwhile'; version: number }
  | { ok: false; reason: 'need_exceeded'; remaining: number }
  | { ok: false; reason: 'invalid_input'; errors: FieldError[] }

const retriesMax = 8

/** Changes a need's words, number, day or place, closes it or opens it again. Nothing that was promised is undone. */
export async function editNeed(
  db: Store,
  staff: Staff,
  request: { id: string } & EditNeed,
  now: number,
): Promise<EditNeedOutcome> {
  const { id, version } = request
  for (let attempt = 0; attempt < retriesMax; attempt += 1) {
    const need = await findNeed(db.d1, id)
    if (!need) return { ok: false, reason: 'not_found' }
    if (version != null && version !== need.version) {
      return { ok: false, reason: 'changed_meanwhile', version: need.version }
    }
    const asked = request.asked ?? need.asked
    if (asked < need.promised) return { ok: false, reason: 'need_exceeded', remaining: need.asked - need.promised }
    const composed = await compose(db, need, request, now)
    if (!composed.ok) return composed
    const { set, type, fields } = composed
    if (fields.length === 0) return { ok: true, need: viewNeed(need) }
    const event = await chainEvent(db.keys, {
      stream: needStream(id),
      after: need,
      type,
      atUtc: now,
      actor: `staff:${staff.id}`,
      data: { fields, asked },
    })
    if (await writeNeedChange(db.d1, { id, version: need.version, set, asked, event })) {
      forgetPledges()
      const written = await findNeed(db.d1, id)
      return { ok: true, need: viewNeed(written ?? need) }
    }
    // Somebody was faster, or a pledge was accepted meanwhile: another look says which.
  }
  throw new Error('A need kept changing while staff edited it.')
}

type Composed =
  | { ok: true; set: Record<string, string | number | null>; type: 'edited' | 'closed' | 'reopened'; fields: string[] }
  | { ok: false; reason: 'invalid_input'; errors: FieldError[] }

async function compose(db: Store, need: NeedRow, request: EditNeed, now: number): Promise<Composed> {
  const { title, by, outlet, exhibition, closed } = request
  // An old need may keep the day it has; a new day lies ahead.
  if (by !== undefined && by !== need.neededBy && by <= muscatDay(now)) {
    return { ok: false, reason: 'invalid_input', errors: [{ field: 'by', code: 'out_of_range' }] }
  }
  const place = exhibition == null ? null : await findPlace(db, { exhibition, governorate: need.governorate })
  if (place && !place.ok) {
    const errors = place.errors.map(({ code }) => ({ field: 'exhibition', code }))
    return { ok: false, reason: 'invalid_input', errors }
  }
  const wanted = {
    ...(title && { title_ar: title.ar, title_en: title.en }),
    ...(by !== undefined && { needed_by: by }),
    ...(outlet !== undefined && { outlet }),
    ...(exhibition !== undefined && { exhibition_id: place?.exhibitionId ?? null }),
  }
  const before = {
    title_ar: need.titleAr,
    title_en: need.titleEn,
    needed_by: need.neededBy,
    outlet: need.outlet,
    exhibition_id: need.exhibitionId,
  }
  const changes = Object.entries(wanted).filter(([name, value]) => before[name as keyof typeof before] !== value)
  const isToggled = closed !== undefined && closed !== (need.closedAtUtc !== null)
  return {
    ok: true,
    set: { ...Object.fromEntries(changes), ...(isToggled && { closed_at_utc: closed ? now : null }) },
    type: isToggled ? (closed ? 'closed' : 'reopened') : 'edited',
    fields: [
      ...changes.map(([name]) => name),
      ...(request.asked !== undefined && request.asked !== need.asked ? ['asked'] : []),
      ...(isToggled ? ['closed_at_utc'] : []),
    ],
  }
}
