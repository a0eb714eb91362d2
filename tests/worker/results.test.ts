import { expect, test } from 'vitest'
import { withoutSmallGroups } from '../../worker/contract/small-groups.ts'
import { countResults } from '../../worker/exhibitions/count-results.ts'
import { publishResults, type CountedRow } from '../../worker/exhibitions/publish-results.ts'
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
        { value: 'productive_family', applications: 20, places: 7, noShows: null },
        { value: 'womens_association', applications: 6, places: 6, noShows: null },
      ],
      governorate: [
        { value: 'muscat', applications: 15, places: 7, noShows: null },
        { value: 'dhofar', applications: 11, places: 6, noShows: null },
      ],
      category: [{ value: 'halwa', applications: 26, places: 13, noShows: null }],
    },
  })
})

test('a group under five is not published, nor the number that would give it away', () => {
  expect(withoutSmallGroups([20, 9, 4])).toEqual({ groups: [20, null, null], total: 33 })
  expect(withoutSmallGroups([20, 5, 0])).toEqual({ groups: [20, 5, 0], total: 25 })
  // 22 - 20 leaves two groups of one each: the sum of small groups alone tells them.
  expect(withoutSmallGroups([1, 1, 20])).toEqual({ groups: [null, null, null], total: 22 })
  expect(withoutSmallGroups([4, 4, 20])).toEqual({ groups: [null, null, null], total: 28 })
  expect(withoutSmallGroups([4, 4, 20, 30])).toEqual({ groups: [null, null, null, 30], total: 58 })
  // 10 less a 6, where what is hidden cannot be more than the 6 that is shown, would be 4.
  expect(withoutSmallGroups([6, 6, 4])).toEqual({ groups: [null, null, null], total: 16 })
  // Nothing larger is left to hide with them, or not enough: 6 is 5 and 1.
  expect(withoutSmallGroups([5, 1])).toEqual({ groups: [null, null], total: null })
  expect(withoutSmallGroups([4, 4, 0])).toEqual({ groups: [null, null, 0], total: null })
  expect(withoutSmallGroups([1, 1])).toEqual({ groups: [null, null], total: null })
  expect(withoutSmallGroups([4])).toEqual({ groups: [null], total: null })
  expect(withoutSmallGroups([])).toEqual({ groups: [], total: 0 })
})

test('whoever knows the rule and reads what it published has two numbers to choose from for every small group', () => {
  const guesses = Array.from({ length: 4_096 }, (_, code) => [code % 16, (code >> 4) % 16, code >> 8])
  const alike = Map.groupBy(guesses, (counts) => JSON.stringify(withoutSmallGroups(counts)))
  for (const counts of guesses.filter((all) => all.every((count) => count < 10))) {
    const fitting = alike.get(JSON.stringify(withoutSmallGroups(counts))) ?? []
    for (const [place, count] of counts.entries()) {
      if (count === 0 || count >= 5) continue
      expect(new Set(fitting.map((guess) => guess[place])).size, JSON.stringify(counts)).toBeGreaterThan(1)
    }
  }
})

test('groups under five are one line with the next smallest, and places that tell of few are not published', async () => {
  const { slug } = await ended([
    [3, { state: 'completed', governorate: 'dhofar' }],
    [2, { state: 'declined', governorate: 'musandam' }],
    [8, { state: 'completed', governorate: 'muscat' }],
    [2, { state: 'expired', governorate: 'muscat' }],
    [9, { state: 'expired', governorate: 'al-wusta' }],
    [12, { state: 'completed', governorate: 'ad-dakhiliyah' }],
    [8, { state: 'expired', governorate: 'ad-dakhiliyah' }],
  ])
  await countResults(db, 5, after)
  const hidden = { places: null, noShows: null }
  expect(await resultsOf(slug)).toMatchObject({
    totals: { applications: 44, places: 23, noShows: 0 },
    by: {
      kind: [{ value: 'productive_family', applications: 44, places: 23, noShows: null }],
      governorate: [
        { value: 'ad-dakhiliyah', applications: 20, places: 12, noShows: null },
        { value: 'muscat', applications: 10, ...hidden },
        { value: 'others', applications: 14, ...hidden },
      ],
    },
  })
})

/** One row of each group of a dimension, and of all of them. */
function tableOf(groups: { applications: number; places: number }[]): CountedRow[] {
  const all = { applications: 0, places: 0 }
  for (const { applications, places } of groups) {
    all.applications += applications
    all.places += places
  }
  const rowOf = (dimension: CountedRow['dimension'], value: string, counts: typeof all) => ({
    ...counts,
    dimension,
    value,
    noShows: 0,
  })
  return [
    rowOf('all', '', all),
    ...groups.flatMap((counts, place) =>
      counts.applications === 0 ? [] : [rowOf('kind', 'abc'[place] ?? '', counts)],
    ),
  ]
}

test('whoever knows the rule and reads what it published has two numbers to choose from for each under five', () => {
  // Whoever knows of no more than ten would take the edge of this list for knowledge.
  const [most, looked] = [10, 6]
  const pairs = Array.from({ length: most + 1 }, (_, applications) =>
    Array.from({ length: applications + 1 }, (_, places) => ({ applications, places })),
  ).flat()
  const tables = pairs.flatMap((one) => pairs.flatMap((two) => pairs.map((three) => [one, two, three])))
  const alike = Map.groupBy(tables, (groups) => JSON.stringify(publishResults(tableOf(groups))))
  const counts = ['applications', 'places', 'without'] as const
  const told: string[] = []
  for (const [published, fitting] of alike) {
    if (!fitting.some((groups) => groups.every(({ applications }) => applications <= looked))) continue
    for (const place of [0, 1, 2]) {
      for (const name of counts) {
        const read = (groups: typeof pairs) => {
          const { applications = 0, places = 0 } = groups[place] ?? {}
          return { applications, places, without: applications - places }[name]
        }
        const values = new Set(fitting.map(read))
        const [only = 0] = values
        if (values.size === 1 && only > 0 && only < 5) told.push(`${published}: ${name} of ${'abc'[place]} is ${only}`)
      }
    }
  }
  expect(told).toEqual([])
})

test('nothing is counted while a booking has not its last state, and nothing counted changes', async () => {
  const { id, slug } = await ended([
    [6, { state: 'completed' }],
    [1, { state: 'waitlisted', ordinal: 1 }],
    [5, { state: 'declined' }],
  ])
  await countResults(db, 5, after)
  expect((await problemOf(await send(`/api/v1/exhibitions/${slug}/results`))).code).toBe('not_found')
  await runScheduledWork(db, after)
  expect(await resultsOf(slug)).toMatchObject({ totals: { applications: 12, places: 6, noShows: 0 } })
  await insertRow('bookings', bookingRow({ exhibition_id: id, state: 'completed' }))
  await countResults(db, 5, after + 1)
  expect(await resultsOf(slug)).toMatchObject({ totals: { applications: 12, places: 6 } })
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
