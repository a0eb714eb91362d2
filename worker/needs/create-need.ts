import { findNeed, insertNeed } from '../../db/queries/desk-needs.ts'
import { findUsedKey } from '../../db/queries/claim-plan.ts'
import { chainEvent, needStream } from '../audit/event.ts'
import type { FieldError } from '../contract/codes.ts'
import { muscatDay } from '../contract/dates.ts'
import type { CreateNeed, DeskNeed } from '../contract/desk-needs.ts'
import { dayMs, idempotencyDays } from '../contract/limits.ts'
import type { Staff } from '../desk/staff.ts'
import type { Store } from '../store.ts'
import { findPlace } from './find-place.ts'
import { viewNeed } from './need-view.ts'
import { forgetPledges } from '../exhibitions/public-cache.ts'

export type CreateNeedOutcome =
  { ok: true; need: DeskNeed } | { ok: false; reason: 'invalid_input' | 'idempotency_key_reused'; errors: FieldError[] }

/** The id follows from the key, so that the same key makes one need. */
async function idFor(db: Store, idempotencyKey: string): Promise<string> {
  const mac = await db.keys.mac('lookup', `need|${idempotencyKey}`)
  return `n-${mac
    .toLowerCase()
    .replace(/[^0-9a-z]/g, '')
    .slice(0, 12)}`
}

/** Puts a need on the board. */
export async function createNeed(
  db: Store,
  staff: Staff,
  request: { body: CreateNeed; idempotencyKey: string },
  now: number,
): Promise<CreateNeedOutcome> {
  const { body, idempotencyKey } = request
  if (body.by <= muscatDay(now)) {
    return { ok: false, reason: 'invalid_input', errors: [{ field: 'by', code: 'out_of_range' }] }
  }
  const place = await findPlace(db, body)
  if (!place.ok) return place
  const id = await idFor(db, idempotencyKey)
  const fingerprint = await db.keys.mac('lookup', `body|${JSON.stringify(body)}`)
  const idempotency = { scope: 'needs', key: idempotencyKey, fingerprint, validSinceUtc: now - idempotencyDays * dayMs }
  const need = {
    id,
    titleAr: body.title.ar,
    titleEn: body.title.en,
    kind: body.kind,
    unit: body.unit,
    asked: body.asked,
    governorate: place.governorate,
    exhibitionId: place.exhibitionId,
    outlet: body.outlet,
    neededBy: body.by,
  }
  const event = await chainEvent(db.keys, {
    stream: needStream(id),
    after: { version: 0, headMac: '' },
    type: 'created',
    atUtc: now,
    actor: `staff:${staff.id}`,
    data: { kind: body.kind, unit: body.unit, asked: body.asked, by: body.by },
  })
  const isNew = await insertNeed(db.d1, need, event, idempotency)
  if (isNew) forgetPledges()
  const row = await findNeed(db.d1, id)
  if (!row) throw new Error('A need that was just written is not there.')
  // What staff edited since does not matter: the same words were sent.
  const used = isNew ? null : await findUsedKey(db.d1, idempotency)
  if (isNew || used?.fingerprint === idempotency.fingerprint) return { ok: true, need: viewNeed(row) }
  return {
    ok: false,
    reason: 'idempotency_key_reused',
    errors: [{ field: 'Idempotency-Key', code: 'not_allowed' }],
  }
}
