import { sealDay } from '../../worker/audit/seal-day.ts'
import type { Store } from '../../worker/store.ts'
import { calendarFrom } from './calendar.ts'
import { seededExhibitions, seededSeries } from './exhibitions.ts'
import { insertExhibition, insertSeries } from './insert-exhibition.ts'
import { insertStaff } from './insert-staff.ts'
import { seededStaff } from './staff.ts'
import { storiesOf, type FindableBooking } from './stories.ts'
import { storyOf } from './story.ts'

const unlimited = { allowsClaim: async () => true, allowsFind: async () => true }

/**
 * Fills an empty local database with the demonstration: nine exhibitions, the desk's staff, and everything that
 * led to today's bookings. Answers one booking that can be found.
 * @throws when the run is not local.
 */
export async function seedDatabase(store: Store, now: number): Promise<FindableBooking | null> {
  if (!store.settings.isLocal) throw new Error('Only a local database is seeded.')
  const db = { ...store, limits: unlimited }
  const calendar = calendarFrom(now)
  const managerId = seededStaff.manager.id
  const seriesId = await insertSeries(db, seededSeries)
  const ids = new Map<string, number>()
  for (const exhibition of Object.values(seededExhibitions)) {
    const by = { managerId, seriesId: exhibition.series === null ? null : seriesId }
    ids.set(exhibition.slug, await insertExhibition(db, calendar, exhibition, by))
  }
  const { firstRound, luluNizwa, muscatMall, alMouj, nizwaBallot, rustaq, secondRound } = seededExhibitions
  await insertStaff(db, ids.get(luluNizwa.slug) ?? 0)

  const stories = storiesOf(db, calendar)
  const [findable] = await stories.tellOpen(muscatMall, {
    pending: 5,
    confirmed: 4,
    declined: 1,
    withdrawn: 1,
    families: 2,
    paper: 2,
  })
  await stories.tellOpen(alMouj, { pending: 0, confirmed: 7, withdrawn: 1, families: 2 })
  await stories.tellOpen(rustaq, { pending: 2, confirmed: 1 })
  await stories.tellOpen(secondRound, { pending: 3, confirmed: 2 })
  await stories.tellBallot(nizwaBallot, { entries: 120, checked: 45 })
  await stories.tellLive(luluNizwa, { confirmed: 23 })
  await stories.tellFinished(firstRound, { confirmed: 36, absent: 3 })
  for (const slug of ids.keys()) await storyOf(db, slug).reach(now)
  await sealDay(db, calendar.day(-1), now)
  return findable ?? null
}
