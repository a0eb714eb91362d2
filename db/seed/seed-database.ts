import { sealDay } from '../../worker/audit/seal-day.ts'
import { countResults } from '../../worker/exhibitions/count-results.ts'
import type { Store } from '../../worker/store.ts'
import { applicationsFrom } from './applications.ts'
import { calendarFrom } from './calendar.ts'
import { openDesk } from './desk.ts'
import { seededExhibitions, seededSeries } from './exhibitions.ts'
import { stallsOf } from './hall.ts'
import { insertExhibition, insertSeries } from './insert-exhibition.ts'
import { insertStaff } from './insert-staff.ts'
import { phoneNumbers } from './people.ts'
import { randomFrom } from './random.ts'
import { seededStaff } from './staff.ts'
import { storyOf } from './story.ts'
import { tellBallot } from './tell-ballot.ts'
import { tellDrawn, tellFrozen } from './tell-draw.ts'
import { tellFull } from './tell-full.ts'
import { tellOpen, type FindableBooking } from './tell-open.ts'
import { tellFinished, tellLive } from './tell-past.ts'
import { tellPledges, type FindablePledge } from './tell-pledges.ts'
import { unlimited } from './unlimited.ts'

/** A booking that can be found, and a pledge. */
export interface Findable extends FindableBooking {
  pledge: FindablePledge
}

/**
 * Fills an empty local database with the demonstration: twelve exhibitions, the desk's staff, and everything that
 * led to today's bookings; and companies with their pledges. Answers one booking and one pledge that can be found.
 * @throws when the run is not local.
 */
export async function seedDatabase(store: Store, now: number): Promise<Findable | null> {
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
  const { earlierBallot, eveningMarket, craftsDays } = seededExhibitions
  await insertStaff(db, ids.get(luluNizwa.slug) ?? 0)

  const random = randomFrom(2_026)
  const nextPhone = phoneNumbers()
  const apply = applicationsFrom(random, nextPhone)
  const telling = { db, calendar, random, nextPhone, apply, desk: await openDesk(db, now) }
  await tellFinished(telling, firstRound, { confirmed: 20, absent: 2 })
  await tellLive(telling, luluNizwa, { confirmed: 23 })
  await tellDrawn(telling, earlierBallot, { entries: 48, readIn: -56, absent: 2 })
  await tellFrozen(telling, eveningMarket, { entries: 40, readIn: 3 })
  await tellFull(telling, craftsDays, { stalls: stallsOf(craftsDays.hall).length, waiting: 4 })
  await tellBallot(telling, nizwaBallot, { entries: 120, checked: 24 })
  // At least 40 stalls stay free at every exhibition that is open, and nobody waits.
  await tellOpen(telling, secondRound, { confirmed: 2, pending: 3 })
  await tellOpen(telling, rustaq, { confirmed: 1, pending: 2 })
  await tellOpen(telling, alMouj, { confirmed: 7, withdrawn: 1, families: 5 })
  const findable = await tellOpen(telling, muscatMall, {
    confirmed: 4,
    pending: 3,
    declined: 1,
    withdrawn: 1,
    families: 2,
    paper: 2,
  })
  for (const slug of ids.keys()) await storyOf(db, slug).reach(now)
  await countResults(db, ids.size, now)
  const pledge = await tellPledges(telling)
  await markMessagesSent(db)
  await sealDay(db, calendar.day(-1))
  return findable && { ...findable, pledge }
}

/** What the past told people has long been delivered. */
async function markMessagesSent({ d1 }: Store): Promise<void> {
  await d1.prepare(`UPDATE outbox SET state = 'sent', attempts = 1, sent_at_utc = created_at_utc + 4000`).run()
}
