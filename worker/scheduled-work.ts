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
import { resetSetAside } from './draw/reset-entries.ts'
import { advanceExhibition } from './exhibitions/advance-exhibition.ts'
import { countResults } from './exhibitions/count-results.ts'
import { deliverMessages } from './notifications/deliver-messages.ts'
import { remindOffers } from './notifications/remind-offers.ts'
import { eraseWhoAsked, purgePeople } from './own-data/purge-people.ts'
import { markOverdue } from './pledges/mark-overdue.ts'
import { remindLines } from './pledges/remind-lines.ts'
import { purgePledges } from './pledges/purge-pledges.ts'
import { lapseProposals } from './proposals/lapse-proposals.ts'
import type { Store } from './store.ts'

/** How much of each kind one run does; what is left waits a minute for the next. */
const chunk = 100
/** Batches of a draw's places, given out or taken back. */
const drawChunks = 25
const settledAtOnce = 2_000
const countedAtOnce = 5
const purgedAtOnce = 5_000
const erasedAtOnce = 100
const deliveredAtOnce = 300

/** What time alone brings about. Every step may also be done by whoever comes by, so ten runs at once do it once. */
export async function runScheduledWork(db: Store, now: number): Promise<void> {
  const faults: unknown[] = []
  for (const step of steps) {
    // One step that fails must not keep the others from being done.
    await step(db, now).catch((fault: unknown) => faults.push(fault))
  }
  if (faults.length > 0) throw faults[0]
}

type Step = (db: Store, now: number) => Promise<unknown>

const steps: Step[] = [
  advanceDue,
  (db, now) => drawDueExhibitions(db, chunk, now),
  (db, now) => applyDraws(db, drawChunks, now),
  (db, now) => resetSetAside(db, drawChunks, now),
  (db, now) => settleEnded(db, settledAtOnce, now),
  (db, now) => countResults(db, countedAtOnce, now),
  expireOffers,
  (db, now) => offerFreeStalls(db, chunk, now),
  (db, now) => lapseProposals(db, chunk, now),
  (db, now) => remindOffers(db, chunk, now),
  (db, now) => markOverdue(db, chunk, now),
  (db, now) => remindLines(db, chunk, now),
  (db, now) => eraseWhoAsked(db, chunk, now),
  (db, now) => purgePeople(db, erasedAtOnce, now),
  (db, now) => purgePledges(db, erasedAtOnce, now),
  forgetKeys,
  (db, now) => sealDay(db, addDays(muscatDay(now), -1)),
  // Last, since a provider may be slow.
  (db, now) => deliverMessages(db, deliveredAtOnce, now),
]

async function advanceDue(db: Store, now: number): Promise<void> {
  for (const exhibition of await listDue(db.d1, now, muscatDay(now), chunk)) {
    await advanceExhibition(db, exhibition, now)
  }
}

async function expireOffers(db: Store, now: number): Promise<void> {
  for (const reference of await listExpiredOffers(db.d1, now, chunk)) {
    const booking = await findBooking(db.d1, reference)
    if (booking) await settleBooking(db, booking, now)
  }
}

async function forgetKeys(db: Store, now: number): Promise<void> {
  const minute = Math.floor(now / minuteMs) - 5
  const before = { usedAtUtc: now - idempotencyDays * dayMs, minute, endedAtUtc: now }
  await purgeOldKeys(db.d1, before, purgedAtOnce)
}
