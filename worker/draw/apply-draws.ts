import { listBookingsByDrawCode } from '../../db/queries/bookings.ts'
import { advanceApplied } from '../../db/queries/draw-writes.ts'
import { listPlaces, listUnappliedDraws, type UnappliedDraw } from '../../db/queries/draws.ts'
import { listGivableStalls, placesAreToBeGiven } from '../../db/queries/placing-ground.ts'
import { placingStatements, type PlacingChange } from '../../db/queries/many-booking-changes.ts'
import { offerExpiry } from '../bookings/offer-times.ts'
import { forgetExhibition } from '../exhibitions/public-cache.ts'
import type { Store } from '../store.ts'
import { composePlacing } from './place-entries.ts'

/** So many entries are placed in one batch. */
const placedAtOnce = 200

/**
 * Gives out the places of published draws, at most `chunks` batches. Each batch places the next ranks and moves the
 * progress on; a run that stops anywhere, or runs beside another, is taken up where the progress stands. A draw that
 * fails does not keep the others from being given out.
 * @throws the first fault, once every other draw had its turn.
 */
export async function applyDraws(db: Store, chunks: number, now: number): Promise<void> {
  const faults = new Map<number, unknown>()
  for (let chunk = 0; chunk < chunks; chunk += 1) {
    const draw = (await listUnappliedDraws(db.d1, faults.size + 1)).find(({ id }) => !faults.has(id))
    if (!draw) break
    await applyChunk(db, draw, now).catch((fault: unknown) => faults.set(draw.id, fault))
  }
  for (const fault of faults.values()) throw fault
}

async function applyChunk(db: Store, draw: UnappliedDraw, now: number): Promise<void> {
  const places = await listPlaces(db.d1, draw.file, draw.appliedRank, placedAtOnce)
  const [bookings, stalls] = await Promise.all([
    listBookingsByDrawCode(
      db.d1,
      draw.exhibitionId,
      places.map(({ drawCode }) => drawCode),
    ),
    listGivableStalls(db.d1, draw.exhibitionId),
  ])
  const byCode = new Map(bookings.map((booking) => [booking.drawCode, booking]))
  const expiresAtUtc = offerExpiry(now, draw.startsOn)
  const changes: PlacingChange[] = []
  for (const place of places) {
    const booking = byCode.get(place.drawCode)
    // Withdrawn since the freeze: the place goes to the waiting list.
    if (booking?.state !== 'applied') continue
    changes.push(await composePlacing(db, booking, place, stalls, expiresAtUtc, now))
  }
  const lastRank = places.at(-1)?.rank ?? draw.entries
  const progress = advanceApplied(db.d1, draw, lastRank, now)
  const proof = { sql: placesAreToBeGiven, values: [draw.id] }
  await db.d1.batch(placingStatements(db.d1, changes, now, [progress], proof))
  forgetExhibition(draw.slug)
}
