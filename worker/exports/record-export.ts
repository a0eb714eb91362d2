import { appendStaffEvent } from '../../db/queries/exports.ts'
import { findActiveStaff } from '../../db/queries/staff.ts'
import { chainEvent, staffStream } from '../audit/event.ts'
import type { Staff } from '../desk/staff.ts'
import type { Store } from '../store.ts'

const retriesMax = 20

/** Records who takes what, before they have any of it; false for somebody who left the desk meanwhile. */
export async function recordExport(
  db: Store,
  staff: Staff,
  taken: { file: string; format: string; exhibition: string | null; rows: number },
  now: number,
): Promise<boolean> {
  for (let attempt = 0; attempt < retriesMax; attempt += 1) {
    const stream = await findActiveStaff(db.d1, staff.email)
    if (!stream) return false
    const event = await chainEvent(db.keys, {
      stream: staffStream(staff.id),
      after: stream,
      type: 'export',
      atUtc: now,
      actor: `staff:${staff.id}`,
      data: { ...taken },
    })
    if (await appendStaffEvent(db.d1, stream, event)) return true
  }
  throw new Error('A colleague’s stream kept growing while an export was recorded.')
}
