import { findBooking } from '../db/queries/bookings.ts'
import { listDue } from '../db/queries/exhibitions.ts'
import { listExpiredOffers, purgeOldKeys } from '../db/queries/sweeps.ts'
import { sealDay } from './audit/seal-day.ts'
import { offerFreeStalls } from './bookings/offer-free-stalls.ts'
import { settleBooking } from './bookings/settle-booking.ts'
import { settleEnded } from './bookings/settle-ended.ts'
import { addDays, muscatDay } from './contract/dates.ts'
import { dayMs, idempotencyDays, minuteMs } from './contract/limits.ts'
import { applyDraws } from './draw/apply-draws.ts'
import { drawDueExhibitions } from './draw/draw-exhibition.ts'
import { advanceExhibition } from './exhibitions/advance-exhibition.ts'
import { deliverMessages } from './notifications/deliver-messages.ts'
import { remindOffers } from './notifications/remind-offers.ts'
import { lapseProposals } from './proposals/lapse-proposals.ts'
import type { Store } from './store.ts'

/** How much of each kind one run does; what is left waits a minute for the next. */
const chunk = 100
/** Batches of a draw's places. */
const drawChunks = 25
const settledAtOnce = 2_000
const purgedAtOnce = 5_000
const deliveredAtOnce = 300

/** What time alone brings about. Every step may also be done by whoever comes by, so ten runs at once do it once. */
export async function runScheduledWork(db: Store, now: number): Promise<void> {
  try {
    await bringAbout(db, now)
  } finally {
    // Last, since a provider may be slow, and whatever else failed: the messages are written.
    await deliverMessages(db, deliveredAtOnce, now)
  }
}

async function bringAbout(db: Store, now: number): Promise<void> {
  for (const exhibition of await listDue(db.d1, now, muscatDay(now), chunk)) {
    await advanceExhibition(db, exhibition, now)
  }
  await drawDueExhibitions(db, chunk, now)
  await applyDraws(db, drawChunks, now)
  await settleEnded(db, settledAtOnce, now)
  for (const reference of await listExpiredOffers(db.d1, now, chunk)) {
    const booking = await findBooking(db.d1, reference)
    if (booking) await settleBooking(db, booking, now)
  }
  await offerFreeStalls(db, chunk, now)
  await lapseProposals(db, chunk, now)
  await remindOffers(db, chunk, now)
  const before = { usedAtUtc: now - idempotencyDays * dayMs, minute: Math.floor(now / minuteMs) - 5 }
  await purgeOldKeys(db.d1, before, purgedAtOnce)
  await sealDay(db, addDays(muscatDay(now), -1))
}
