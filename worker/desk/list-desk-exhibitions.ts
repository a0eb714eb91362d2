import { listWorkload } from '../../db/queries/desk-bookings.ts'
import type { ExhibitionMode, ExhibitionState } from '../contract/codes.ts'
import { addDays, muscatDay, toInstant } from '../contract/dates.ts'
import type { DeskExhibition } from '../contract/desk.ts'
import type { Store } from '../store.ts'
import type { Staff } from './staff.ts'

/** An exhibition stays on the first page this long after its last day. */
const shownDaysAfter = 30
const listedMax = 100

/** The exhibitions someone may work on, the soonest first, with what waits at each. */
export async function listDeskExhibitions(db: Store, staff: Staff, now: number): Promise<DeskExhibition[]> {
  const filter = {
    governorates: staff.role === 'officer' ? staff.governorates : null,
    ids: staff.role === 'gate' ? staff.gateExhibitionIds : staff.role === 'receiver' ? [] : null,
    endsFrom: addDays(muscatDay(now), -shownDaysAfter),
  }
  const rows = await listWorkload(db.d1, filter, listedMax)
  return rows.map((row) => ({
    slug: row.slug,
    title: { ar: row.titleAr, en: row.titleEn },
    governorate: row.governorate,
    // The table's CHECKs allow these values only.
    state: row.state as ExhibitionState,
    mode: row.mode as ExhibitionMode,
    startsOn: row.startsOn,
    endsOn: row.endsOn,
    stalls: { total: row.stalls, taken: row.taken },
    waiting: { pending: row.pending, applied: row.applied, waitlisted: row.waitlisted },
    oldestPendingAt: row.oldestPendingAtUtc === null ? null : toInstant(row.oldestPendingAtUtc),
  }))
}
