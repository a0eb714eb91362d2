import { listStream } from '../../db/queries/events.ts'
import { findStaffNames } from '../../db/queries/staff.ts'
import { actorOf, staffIdOf } from '../audit/actors.ts'
import { bookingStream } from '../audit/event.ts'
import { toInstant } from '../contract/dates.ts'
import type { LastChange } from '../contract/desk-bulk.ts'
import type { Store } from '../store.ts'

/** Who changed a booking last, and when. */
export async function lastChangeOf(db: Store, reference: string): Promise<LastChange | null> {
  const last = (await listStream(db.d1, bookingStream(reference))).at(-1)
  if (!last) return null
  const id = staffIdOf(last.actor)
  const names = await findStaffNames(db.d1, id === null ? [] : [id])
  return { by: actorOf(last.actor, names), at: toInstant(last.atUtc) }
}
