import { findNeed } from '../../db/queries/desk-needs.ts'
import { listStream } from '../../db/queries/events.ts'
import { findStaffNames } from '../../db/queries/staff.ts'
import { needStream } from '../audit/event.ts'
import { toInstant } from '../contract/dates.ts'
import type { DeskNeed } from '../contract/desk-needs.ts'
import type { Bilingual } from '../contract/exhibition.ts'
import type { Staff } from '../desk/staff.ts'
import type { Store } from '../store.ts'
import { viewNeed } from './need-view.ts'

/** Who changed a need last, and when; null for one that no colleague ever touched. */
export type LastChange = { by: Bilingual; at: string } | null

export type ReadDeskNeedOutcome =
  { ok: true; need: DeskNeed; lastChange: LastChange } | { ok: false; reason: 'not_found' }

/** One need for whoever edits it. */
export async function readDeskNeed(db: Store, _staff: Staff, request: { id: string }): Promise<ReadDeskNeedOutcome> {
  const row = await findNeed(db.d1, request.id)
  if (!row) return { ok: false, reason: 'not_found' }
  const event = (await listStream(db.d1, needStream(row.id))).at(-1)
  const id = Number(event?.actor.slice('staff:'.length))
  const by = event ? (await findStaffNames(db.d1, [id])).get(id) : undefined
  return { ok: true, need: viewNeed(row), lastChange: event && by ? { by, at: toInstant(event.atUtc) } : null }
}
