import { beforeAll, expect, test } from 'vitest'
import { applyDraws } from '../../worker/draw/apply-draws.ts'
import { afterCeremony, ceremony, closedBallot, freeze } from '../builders/ballot.ts'
import { brokenInvariants, countOf } from '../builders/broken-invariants.ts'
import { as } from '../builders/desk.ts'
import { noon } from '../builders/exhibition.ts'
import { send, sendJson, setClock } from '../builders/send.ts'
import { buildStaff, signedInAs } from '../builders/staff.ts'
import { d1, db } from '../builders/store.ts'

beforeAll(() => setClock(noon))

type Headers = Record<string, string>

const act = (who: Headers, slug: string, name: string, body: unknown = {}) =>
  sendJson(`/api/v1/desk/exhibitions/${slug}/${name}`, body, who)

const decide = (who: Headers, id: string, decision: 'approve' | 'refuse') =>
  sendJson(`/api/v1/desk/proposals/${id}/${decision}`, {}, who)

const proposalOf = async (response: Response) => (await response.json<{ proposal: { id: string } }>()).proposal

const reason = { ar: 'نُشر عدد خاطئ للأركان.', en: 'A wrong number of stalls was published.' }

test('a ballot is frozen, drawn by two managers and set aside by two, all over the API', async () => {
  const { exhibition } = await closedBallot([{}, {}, {}, {}, {}])
  const { slug } = exhibition
  const colleagues = [await buildStaff('manager'), await buildStaff('manager')]
  const signIn = () => Promise.all(colleagues.map(({ email }) => signedInAs(email)))
  let [manager = {}, other = {}] = await signIn()

  const frozen = await act(manager, slug, 'freeze', ceremony)
  expect(frozen.status).toBe(200)
  expect(await frozen.json()).toMatchObject({ n: 1, state: 'frozen', source: { kind: 'ceremony' } })

  setClock(noon)
  const early = await act(manager, slug, 'draw', { value: '4711' })
  expect(early.status).toBe(409)
  expect(await early.json()).toMatchObject({ code: 'too_early' })

  setClock(afterCeremony)
  ;[manager = {}, other = {}] = await signIn()
  const missing = await act(manager, slug, 'draw', {})
  expect(missing.status).toBe(422)
  const stale = await act(manager, slug, 'draw', { value: '4711', version: 0 })
  expect(stale.status).toBe(409)
  expect(await stale.json()).toMatchObject({ code: 'changed_meanwhile', version: 1 })
  const proposed = await act(manager, slug, 'draw', { value: ' 4711 ', version: 1 })
  expect(proposed.status).toBe(202)
  const { id } = await proposalOf(proposed)
  const own = await decide(manager, id, 'approve')
  expect(own.status).toBe(403)
  expect(await own.json()).toMatchObject({ code: 'own_entry' })
  expect((await (await send(`/api/v1/draws/${slug}`)).json<{ state: string }>()).state).toBe('frozen')
  expect((await decide(other, id, 'approve')).status).toBe(200)
  expect(await (await send(`/api/v1/draws/${slug}`)).json()).toMatchObject({
    state: 'drawn',
    publicValue: 'ceremony:2026-12-08:4711',
  })
  expect((await decide(other, id, 'approve')).status).toBe(409)
  await applyDraws(db, 5, afterCeremony)
  expect(await brokenInvariants(exhibition)).toEqual([])

  const staleRedraw = await act(other, slug, 'redraw', { reason, version: 1 })
  expect(await staleRedraw.json()).toMatchObject({ code: 'changed_meanwhile', version: 3 })
  const redraw = await act(other, slug, 'redraw', { reason, version: 3 })
  expect(redraw.status).toBe(202)
  const aside = await proposalOf(redraw)
  expect((await decide(manager, aside.id, 'approve')).status).toBe(200)
  const { results } = await d1
    .prepare(
      `SELECT type, data ->> 'proposal' AS proposal FROM events WHERE stream = ? AND type LIKE '%drawn' ORDER BY seq`,
    )
    .bind(`exhibition:${slug}`)
    .all()
  expect(results).toEqual([
    { type: 'drawn', proposal: id },
    { type: 'redrawn', proposal: aside.id },
  ])
  expect(await (await send(`/api/v1/draws/${slug}`)).json()).toMatchObject({ n: 1, state: 'superseded', reason })
  expect(await countOf('exhibitions', `id = ? AND state = 'closed'`, exhibition.id)).toBe(1)
  const later = { source: { kind: 'ceremony', name: { ar: 'نشرة', en: 'Bulletin' }, date: '2026-12-10' } }
  expect((await act(manager, slug, 'freeze', later)).status).toBe(200)
  expect(await (await send(`/api/v1/draws/${slug}`)).json()).toMatchObject({ n: 2, reason, draws: [2, 1] })
  expect(await brokenInvariants(exhibition)).toEqual([])
  setClock(noon)
})

test('only managers act on draws, and a refused value draws nothing', async () => {
  const { exhibition } = await closedBallot([{}])
  for (const name of ['freeze', 'draw', 'redraw']) {
    const refused = await act(await as('officer'), exhibition.slug, name, ceremony)
    expect(refused.status, name).toBe(403)
  }
  await freeze(exhibition.slug)
  setClock(afterCeremony)
  const proposed = await act(await as('manager'), exhibition.slug, 'draw', { value: '1' })
  expect((await decide(await as('manager'), (await proposalOf(proposed)).id, 'refuse')).status).toBe(200)
  expect((await (await send(`/api/v1/draws/${exhibition.slug}`)).json<{ state: string }>()).state).toBe('frozen')
  setClock(noon)
})

test('a ceremony’s value that comes too late is refused to who proposes it and to who approves it', async () => {
  const { exhibition } = await closedBallot([{}])
  await freeze(exhibition.slug)
  const inTime = Date.parse('2026-12-22T12:00:00Z')
  setClock(inTime)
  const proposed = await act(await as('manager'), exhibition.slug, 'draw', { value: '1' })
  expect(proposed.status).toBe(202)
  setClock(inTime + 6 * 3_600_000)
  const late = [
    await decide(await as('manager'), (await proposalOf(proposed)).id, 'approve'),
    await act(await as('manager'), exhibition.slug, 'draw', { value: '1' }),
  ]
  for (const answer of late) {
    expect(answer.status).toBe(409)
    expect(await answer.json()).toMatchObject({ code: 'too_late' })
  }
  expect(await countOf('draws', `exhibition_id = ? AND state = 'frozen'`, exhibition.id)).toBe(1)
  setClock(noon)
})

test.for([
  [{}, 'source'],
  [{ source: 'dice' }, 'source'],
  [{ source: { kind: 'ceremony', name: { ar: 'أ' }, date: 'soon' } }, 'source'],
  [{ source: { kind: 'drand', round: -1 } }, 'source'],
] as const)('a freeze of %j is answered 422', async ([body, field]) => {
  const { exhibition } = await closedBallot([{}])
  const answer = await act(await as('manager'), exhibition.slug, 'freeze', body)
  expect(answer.status).toBe(422)
  const { errors } = await answer.json<{ errors: { field: string }[] }>()
  expect(errors.every((error) => error.field.startsWith(field))).toBe(true)
})
