import { listEventsOfTypes } from '../../db/queries/exhibition-events.ts'
import { exhibitionStream } from '../audit/event.ts'
import { addDays, muscatDay } from '../contract/dates.ts'
import type { ListedExhibition } from '../contract/exhibition.ts'
import { dayMs } from '../contract/limits.ts'
import type { Store } from '../store.ts'
import { keepFor } from './public-cache.ts'
import { listPublicExhibitions } from './public-exhibitions.ts'

/** Recorded steps that people outside want to hear of. */
const toldSteps = ['published', 'open', 'drawn', 'live', 'cancelled'] as const

export interface ExhibitionNews {
  exhibition: ListedExhibition
  kind: (typeof toldSteps)[number] | 'closing'
  atUtc: number
}

const newsMax = 40
const tellsForDays = 60
const exhibitionsMax = 30
const closingSoonMs = 3 * dayMs
const keptMs = 60_000

const isTold = (type: string) => toldSteps.find((step) => step === type)

/** Booking that closes within three days is news of its own: again when the window is extended. */
function closingOf(exhibition: ListedExhibition, now: number): ExhibitionNews[] {
  const opens = Date.parse(exhibition.bookingOpensAt)
  const atUtc = Math.max(opens, Date.parse(exhibition.bookingClosesAt) - closingSoonMs)
  return exhibition.state === 'cancelled' || atUtc > now ? [] : [{ exhibition, kind: 'closing', atUtc }]
}

/** What is new about exhibitions that are coming or ended lately, the latest first. */
export const listExhibitionNews = (db: Store, now: number): Promise<ExhibitionNews[]> =>
  keepFor('news', keptMs, now, async () => {
    const since = addDays(muscatDay(now), -tellsForDays)
    const all = await listPublicExhibitions(db, {}, now)
    const told = all.filter(({ endsOn }) => endsOn >= since).slice(0, exhibitionsMax)
    const byStream = new Map(told.map((exhibition) => [exhibitionStream(exhibition.slug), exhibition]))
    const events = await listEventsOfTypes(db.d1, [...byStream.keys()], toldSteps, newsMax)
    const steps = events.flatMap(({ stream, type, atUtc }): ExhibitionNews[] => {
      const [exhibition, kind] = [byStream.get(stream), isTold(type)]
      return exhibition && kind ? [{ exhibition, kind, atUtc }] : []
    })
    return [...steps, ...told.flatMap((exhibition) => closingOf(exhibition, now))]
      .sort((one, other) => other.atUtc - one.atUtc)
      .slice(0, newsMax)
  })
