import { listExpected } from '../../db/queries/attendance.ts'
import { toInstant } from '../contract/dates.ts'
import type { GateListLine } from '../contract/gate-list.ts'
import type { Store } from '../store.ts'
import { arrangementsAtGate } from './gate-booking.ts'

/** Somebody who is expected, as a gate's lists have them; the person as it is stored. */
export type Expected = GateListLine & { person: string | null }

/** Everybody who is expected at an exhibition on a day, in the order of the stalls. */
export async function listExpectedAtGate(
  db: Store,
  request: { exhibitionId: number; day: string },
): Promise<Expected[]> {
  const rows = await listExpected(db.d1, request.exhibitionId, request.day)
  return rows.toSorted(byStall).map((row) => ({
    reference: row.reference,
    stall: row.stall,
    arrangements: arrangementsAtGate(row),
    checkedInAt: row.atUtc === null ? null : toInstant(row.atUtc),
    person: row.person,
  }))
}

const stallOrder = new Intl.Collator('en', { numeric: true })

/** `A-2` stands before `A-10`. */
export const byStall = (one: { stall: string }, other: { stall: string }): number =>
  stallOrder.compare(one.stall, other.stall)
