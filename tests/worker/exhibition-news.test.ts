import { expect, test } from 'vitest'
import { chainEvent, exhibitionStream } from '../../worker/audit/event.ts'
import { addDays, muscatDay } from '../../worker/contract/dates.ts'
import { dayMs } from '../../worker/contract/limits.ts'
import { listExhibitionNews } from '../../worker/exhibitions/list-exhibition-news.ts'
import { forget, forgetExhibition } from '../../worker/exhibitions/public-cache.ts'
import { insertEventIf } from '../../db/queries/events.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { rowsOf } from '../builders/counting-d1.ts'
import { d1, db } from '../builders/store.ts'

async function record(slug: string, type: string, atUtc: number, seq = 0): Promise<void> {
  const event = await chainEvent(db.keys, {
    stream: exhibitionStream(slug),
    after: { version: seq, headMac: '' },
    type,
    atUtc,
    actor: 'system',
    data: {},
  })
  await d1.batch(insertEventIf(d1, event, { sql: 'SELECT 1', values: [] }))
}

async function newsOf(slug: string, now = noon) {
  forget('news')
  forgetExhibition(slug)
  const news = await listExhibitionNews(db, now)
  return news.filter(({ exhibition }) => exhibition.slug === slug).map(({ kind, atUtc }) => [kind, atUtc] as const)
}

const ends = { startsOn: addDays(muscatDay(noon), 20), endsOn: addDays(muscatDay(noon), 22) }

test('what happened to an exhibition is news, the latest first, and what staff did inside is not', async () => {
  const { slug } = await buildExhibition({ ...ends, bookingClosesAtUtc: noon + 10 * dayMs })
  await record(slug, 'published', noon - 9 * dayMs)
  await record(slug, 'plan_changed', noon - 8 * dayMs, 1)
  await record(slug, 'open', noon - 2 * dayMs, 2)
  expect(await newsOf(slug)).toEqual([
    ['open', noon - 2 * dayMs],
    ['published', noon - 9 * dayMs],
  ])
})

test('three days before booking closes that is news, and not before', async () => {
  const closes = noon + 3 * dayMs + 1
  const { slug } = await buildExhibition({ ...ends, bookingClosesAtUtc: closes })
  expect(await newsOf(slug)).toEqual([])
  expect(await newsOf(slug, noon + 1)).toEqual([['closing', noon + 1]])
})

test('a cancelled exhibition is told as cancelled, and nobody is hurried to book it', async () => {
  const { slug } = await buildExhibition({ ...ends, state: 'cancelled', bookingClosesAtUtc: noon + dayMs })
  await record(slug, 'cancelled', noon - dayMs)
  expect(await newsOf(slug)).toEqual([['cancelled', noon - dayMs]])
})

test('a draft is no news, and what ended months ago is none any more', async () => {
  const draft = await buildExhibition({ ...ends, state: 'draft' })
  const old = await buildExhibition({
    state: 'finished',
    startsOn: addDays(muscatDay(noon), -70),
    endsOn: addDays(muscatDay(noon), -61),
  })
  for (const { slug } of [draft, old]) {
    await record(slug, 'published', noon - dayMs)
    expect(await newsOf(slug)).toEqual([])
  }
})

test('the news are at most forty, and reading them costs no more rows when other records are many', async () => {
  const { slug } = await buildExhibition(ends)
  for (let seq = 0; seq < 45; seq += 1) await record(slug, 'published', noon - seq, seq)
  forget('news')
  forgetExhibition(slug)
  expect(await listExhibitionNews(db, noon)).toHaveLength(40)
  const rows = async () => {
    forget('news')
    forgetExhibition(slug)
    return rowsOf(({ db: at }) => listExhibitionNews(at, noon))
  }
  const before = await rows()
  for (let seq = 0; seq < 300; seq += 1) await record(`elsewhere-${seq % 3}`, 'published', noon, Math.floor(seq / 3))
  expect((await rows()).read).toBeLessThanOrEqual(before.read)
})
