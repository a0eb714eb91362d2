import {
  listBookingsAfter,
  listExhibitionsToPurge,
  writePurgeProgress,
  type PurgeGround,
} from '../../db/queries/erasure.ts'
import { listErasuresDue } from '../../db/queries/own-data.ts'
import { addDays, muscatDay } from '../contract/dates.ts'
import { keptDays } from '../contract/limits.ts'
import type { Store } from '../store.ts'
import { eraseBooking } from './erase-booking.ts'

const pageSize = 200

/** Erases the people of exhibitions that ended 90 days ago, at most `limit` in one run; the next run goes on. */
export async function purgePeople(db: Store, limit: number, now: number): Promise<number> {
  const endedBefore = addDays(muscatDay(now), -keptDays)
  let left = limit
  for (const ground of await listExhibitionsToPurge(db.d1, endedBefore, limit)) {
    left -= await purgeExhibition(db, ground, left, now)
    if (left <= 0) break
  }
  return limit - left
}

async function purgeExhibition(db: Store, ground: PurgeGround, limit: number, now: number): Promise<number> {
  const { exhibitionId } = ground
  let erased = 0
  let after = { createdAtUtc: ground.purgedToUtc - 1, reference: '' }
  for (;;) {
    const page = await listBookingsAfter(db.d1, exhibitionId, after, pageSize)
    for (const { reference, createdAtUtc, isErased } of page) {
      if (erased === limit) {
        await writePurgeProgress(db.d1, exhibitionId, { purgedToUtc: createdAtUtc, purgedAtUtc: null })
        return erased
      }
      after = { createdAtUtc, reference }
      if (isErased === 1) continue
      await eraseBooking(db, { reference, actor: 'system', cause: 'purged' }, now)
      erased += 1
    }
    if (page.length < pageSize) break
  }
  await writePurgeProgress(db.d1, exhibitionId, { purgedToUtc: after.createdAtUtc, purgedAtUtc: now })
  return erased
}

/** Erases whoever asked for it while they were at an exhibition that is over now. */
export async function eraseWhoAsked(db: Store, limit: number, now: number): Promise<void> {
  for (const reference of await listErasuresDue(db.d1, limit)) {
    await eraseBooking(db, { reference, actor: 'applicant', cause: 'asked' }, now)
  }
}
