import { expect, test } from 'vitest'
import { withoutSmallGroups } from '../../worker/contract/small-groups.ts'
import { countResults } from '../../worker/exhibitions/count-results.ts'
import { purgePeople } from '../../worker/own-data/purge-people.ts'
import { runScheduledWork } from '../../worker/scheduled-work.ts'
import { buildExhibition } from '../builders/exhibition.ts'
import { bookingRow, insertRow, type Row } from '../builders/raw-rows.ts'
import { problemOf, send, setClock } from '../builders/send.ts'
import { d1, db } from '../builders/store.ts'

const after = Date.parse('2027-01-03T08:00:00Z')
const longAfter = Date.parse('2027-06-03T08:00:00Z')

/** An exhibition that is over, with so many bookings of each sort. */
async function ended(sorts: [count: number, row: Row][]) {
  const exhibition = await buildExhibition({ stalls: 30, state: 'finished' })
  for (const [count, row] of sorts) {
    for (let i = 0; i < count; i += 1) await insertRow('bookings', bookingRow({ exhibition_id: exhibition.id, ...row }))
  }
  setClock(after)
  return exhibition
}

async function resultsOf(slug: string) {
  const answer = await send(`/api/v1/exhibitions/${slug}/results`)
  expect(answer.status).toBe(200)
  return answer.json<Record<string, unknown>>()
}

test('the results of an exhibition count its applications, places and no-shows, by group', async () => {
  const { slug } = await ended([
    [7, { state: 'completed', governorate: 'muscat' }],
    [6, { state: 'no_show', governorate: 'dhofar', kind: 'womens_association' }],
    [5, { state: 'declined', governorate: 'dhofar' }],
    [8, { state: 'expired', governorate: 'muscat' }],
  ])
  await countResults(db, 5, after)
  expect(await resultsOf(slug)).toEqual({
    slug,
    countedAt: new Date(after).toISOString(),
    stallsTotal: 30,
    totals: { applications: 26, places: 13, noShows: 6 },
    by: {
      kind: [
        { value: 'productive_family', applications: 20, places: 7, noShows: 0 },
        { value: 'womens_association', applications: 6, places: 6, noShows: 6 },
      ],
      governorate: [
        { value: 'muscat', applications: 15, places: 7, noShows: 0 },
        { value: 'dhofar', applications: 11, places: 6, noShows: 6 },
      ],
      category: [{ value: 'halwa', applications: 26, places: 13, noShows: 6 }],
    },
  })
})

test('a group under five is not published, nor the number that would give it away', () => {
  expect(withoutSmallGroups([20, 9, 4])).toEqual([20, null, null])
  expect(withoutSmallGroups([20, 3, 4])).toEqual([20, null, null])
  expect(withoutSmallGroups([20, 5, 0])).toEqual([20, 5, 0])
  expect(withoutSmallGroups([4])).toEqual([null])
  expect(withoutSmallGroups([])).toEqual([])
})

test('nothing is counted while a booking has not its last state, and nothing counted changes', async () => {
  const { id, slug } = await ended([
    [6, { state: 'completed' }],
    [1, { state: 'waitlisted', ordinal: 1 }],
  ])
  await countResults(db, 5, after)
  expect((await problemOf(await send(`/api/v1/exhibitions/${slug}/results`))).code).toBe('not_found')
  await runScheduledWork(db, after)
  expect(await resultsOf(slug)).toMatchObject({ totals: { applications: 7, places: 6, noShows: 0 } })
  await insertRow('bookings', bookingRow({ exhibition_id: id, state: 'completed' }))
  await countResults(db, 5, after + 1)
  expect(await resultsOf(slug)).toMatchObject({ totals: { applications: 7, places: 6 } })
})

test('the purge of the people leaves the counts', async () => {
  const { slug } = await ended([[6, { state: 'completed', person: null }]])
  await countResults(db, 5, after)
  const counted = await resultsOf(slug)
  await purgePeople(db, 100, longAfter)
  expect(await resultsOf(slug)).toEqual(counted)
})

test('an exhibition that is not over has no results, and an unknown one is 404', async () => {
  const { slug, id } = await buildExhibition()
  await countResults(db, 5, after)
  const rows = await d1.prepare('SELECT count(*) AS n FROM exhibition_results WHERE exhibition_id = ?').bind(id).first()
  expect(rows).toEqual({ n: 0 })
  expect((await problemOf(await send(`/api/v1/exhibitions/${slug}/results`))).code).toBe('not_found')
  expect((await problemOf(await send('/api/v1/exhibitions/nowhere/results'))).code).toBe('exhibition_not_found')
})
