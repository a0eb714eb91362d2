import type { Store } from '../../worker/store.ts'
import { applicationsFrom, type DelegateToSeed } from './applications.ts'
import { calendarFrom } from './calendar.ts'
import { seededExhibitions } from './exhibitions.ts'
import { nameFor } from './people.ts'
import { randomFrom } from './random.ts'
import { momentsBetween, storyOf } from './story.ts'
import { unlimited } from './unlimited.ts'

/** A delegate books for so many families, which a setting allows (`DELEGATE_LIMIT`). */
const familiesEach = 20

/** The crowd's delegates have the first numbers of the range that is kept for examples. */
const firstPhone = 70_000_000
export const crowdMax = 5_000 * familiesEach

/**
 * More entries for the demonstration's open ballot, through the product's own verb: the `from`th to the one before the
 * `to`th, for trying out what a list of ten thousand is like.
 * @throws when the run is not local.
 */
export async function tellCrowd(
  store: Store,
  { from, to }: { from: number; to: number },
  now: number,
): Promise<{ booked: number }> {
  if (!store.settings.isLocal) throw new Error('Only a local database is seeded.')
  const db = { ...store, limits: unlimited }
  const exhibition = seededExhibitions.nizwaBallot
  const { governorate, hall, slug } = exhibition
  const random = randomFrom(from + 1)
  const apply = applicationsFrom(random, () => String(firstPhone))
  const calendar = calendarFrom(now)
  const moments = momentsBetween(calendar.at(exhibition.bookingOpensIn, '08:00'), now, to - from)
  const zones = hall.zones.map(({ code }) => code)
  const story = storyOf(db, slug)
  const delegates = new Map<string, DelegateToSeed>()
  for (const [index, at] of moments.entries()) {
    const place = from + index
    const phone = String(firstPhone + Math.floor(place / familiesEach))
    const name = nameFor(random, 'woman', 'ar')
    const delegate = delegates.get(phone) ?? { organisation: 'جمعية نسائية (بيانات تجريبية)', name, phone }
    delegates.set(phone, delegate)
    const family = { ...delegate, familyLabel: `الأسرة ${(place % familiesEach) + 1}` }
    await story.book(apply({ governorate, zones, mode: 'ballot', delegate: family }), at)
  }
  // Nobody waits for ten thousand messages.
  await db.d1
    .prepare(`UPDATE outbox SET state = 'sent', attempts = 1, sent_at_utc = created_at_utc WHERE state = 'queued'`)
    .run()
  return { booked: moments.length }
}
