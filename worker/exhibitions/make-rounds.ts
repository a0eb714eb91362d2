import { fill, wordsOf } from '../../content/words.ts'
import { findSeries, readRounds, type ExhibitionRow } from '../../db/queries/exhibitions.ts'
import { insertExhibitions } from '../../db/queries/new-exhibitions.ts'
import { chainEvent, exhibitionStream } from '../audit/event.ts'
import { addDays, toInstant } from '../contract/dates.ts'
import type { Bilingual } from '../contract/exhibition.ts'
import { dayMs, roundsMax } from '../contract/limits.ts'
import type { Staff } from '../desk/staff.ts'
import type { Store } from '../store.ts'

/** A round as it would be made. */
export interface PlannedRound {
  slug: string
  title: Bilingual
  startsOn: string
  endsOn: string
  bookingOpensAt: string
  bookingClosesAt: string
}

export interface RoundsRequest {
  series: string
  count: number
  /** Days from one round's first day to the next one's; absent: as the last two rounds did it. */
  everyDays: number | null
}

export type PlanRoundsOutcome =
  | { ok: true; last: { slug: string; title: Bilingual }; everyDays: number; rounds: PlannedRound[] }
  | { ok: false; reason: 'not_found' | 'rounds_overlap' }

const daysBetween = (one: string, other: string) => Math.round((Date.parse(other) - Date.parse(one)) / dayMs)

/** Rounds keep the weekday on which they start. */
function usualGap([last, before]: ExhibitionRow[]): number {
  if (!last) return 0
  const length = daysBetween(last.startsOn, last.endsOn) + 1
  const gap = before ? daysBetween(before.startsOn, last.startsOn) : 0
  return gap >= length ? gap : Math.ceil(length / 7) * 7
}

/** The next rounds of a series from its last one: its plan, rules and words, its days and window moved on. */
export async function planRounds(db: Store, request: RoundsRequest): Promise<PlanRoundsOutcome> {
  const ground = await readGround(db, request)
  if (!ground) return { ok: false, reason: 'not_found' }
  const { last, everyDays, rounds } = ground
  if (everyDays <= daysBetween(last.startsOn, last.endsOn)) return { ok: false, reason: 'rounds_overlap' }
  return { ok: true, last: { slug: last.slug, title: { ar: last.titleAr, en: last.titleEn } }, everyDays, rounds }
}

async function readGround(db: Store, { series: slug, count, everyDays: wanted }: RoundsRequest) {
  const series = await findSeries(db.d1, slug)
  const found = series ? await readRounds(db.d1, series) : null
  const last = found?.latest[0]
  if (!series || !found || !last) return null
  const everyDays = wanted ?? usualGap(found.latest)
  const rounds = Array.from({ length: Math.min(count, roundsMax) }, (_, index): PlannedRound => {
    const moved = everyDays * (index + 1)
    const number = found.lastNumber + index + 1
    const titleIn = (language: 'ar' | 'en') =>
      fill(wordsOf(language).desk.rounds.roundTitle, {
        title: language === 'ar' ? series.titleAr : series.titleEn,
        number,
      })
    return {
      slug: `${series.slug}-${number}`,
      title: { ar: titleIn('ar'), en: titleIn('en') },
      startsOn: addDays(last.startsOn, moved),
      endsOn: addDays(last.endsOn, moved),
      bookingOpensAt: toInstant(last.bookingOpensAtUtc + moved * dayMs),
      bookingClosesAt: toInstant(last.bookingClosesAtUtc + moved * dayMs),
    }
  })
  return { series, last, everyDays, rounds }
}

export type MakeRoundsOutcome =
  { ok: true; rounds: PlannedRound[] } | { ok: false; reason: 'not_found' | 'rounds_overlap' | 'changed_meanwhile' }

/**
 * Makes the rounds as drafts, all or none. `after` is the last round that the sender was shown: when another follows
 * it by now, or somebody makes the same rounds at the same moment, nothing is made.
 */
export async function makeRounds(
  db: Store,
  staff: Staff,
  request: RoundsRequest & { after: string },
  now: number,
): Promise<MakeRoundsOutcome> {
  const ground = await readGround(db, request)
  if (!ground) return { ok: false, reason: 'not_found' }
  const { last, series, everyDays, rounds } = ground
  if (everyDays <= daysBetween(last.startsOn, last.endsOn)) return { ok: false, reason: 'rounds_overlap' }
  if (last.slug !== request.after) return { ok: false, reason: 'changed_meanwhile' }
  const drafts = await Promise.all(
    rounds.map(async (round) => {
      const { slug } = round
      const event = await chainEvent(db.keys, {
        stream: exhibitionStream(slug),
        after: { version: 0, headMac: '' },
        type: 'created',
        atUtc: now,
        actor: `staff:${staff.id}`,
        data: { state: 'draft', planOf: last.slug, series: series.slug },
      })
      return {
        ...last,
        slug,
        titleAr: round.title.ar,
        titleEn: round.title.en,
        startsOn: round.startsOn,
        endsOn: round.endsOn,
        bookingOpensAtUtc: Date.parse(round.bookingOpensAt),
        bookingClosesAtUtc: Date.parse(round.bookingClosesAt),
        planOfId: last.id,
        event,
      }
    }),
  )
  return (await insertExhibitions(db.d1, drafts)) ? { ok: true, rounds } : { ok: false, reason: 'changed_meanwhile' }
}
