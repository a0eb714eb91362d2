import { findBooking } from '../db/queries/bookings.ts'
import { listDue } from '../db/queries/exhibitions.ts'
import { listExpiredOffers, listUnsettled, purgeOldKeys } from '../db/queries/sweeps.ts'
import { sealDay } from './audit/seal-day.ts'
import { offerFreeStalls } from './bookings/offer-free-stalls.ts'
import { settleBooking } from './bookings/settle-booking.ts'
import { addDays, muscatDay } from './contract/dates.ts'
import { dayMs, idempotencyDays, minuteMs } from './contract/limits.ts'
import { applyDraws } from './draw/apply-draws.ts'
import { drawDueExhibitions } from './draw/draw-exhibition.ts'
import { advanceExhibition } from './exhibitions/advance-exhibition.ts'
import type { Store } from './store.ts'

/** How much of each kind one run does; what is left waits a minute for the next. */
const chunk = 100
/** Batches of a draw's places. */
const drawChunks = 25
const purgedAtOnce = 5_000

/** What time alone brings about. Every step may also be done by whoever comes by, so ten runs at once do it once. */
export async function runScheduledWork(db: Store, now: number): Promise<void> {
  for (const exhibition of await listDue(db.d1, now, muscatDay(now), chunk)) {
    await advanceExhibition(db, exhibition, now)
  }
  await drawDueExhibitions(db, chunk, now)
  await applyDraws(db, drawChunks, now)
  const due = [...(await listExpiredOffers(db.d1, now, chunk)), ...(await listUnsettled(db.d1, chunk))]
  for (const reference of new Set(due)) {
    const booking = await findBooking(db.d1, reference)
    if (booking) await settleBooking(db, booking, now)
  }
  await offerFreeStalls(db, chunk, now)
  const before = { usedAtUtc: now - idempotencyDays * dayMs, minute: Math.floor(now / minuteMs) - 5 }
  await purgeOldKeys(db.d1, before, purgedAtOnce)
  await sealDay(db, addDays(muscatDay(now), -1))
}
