import { beforeAll, describe, expect, test } from 'vitest'
import { checkLastSeal } from '../../worker/audit/check-last-seal.ts'
import { listEvents } from '../../worker/audit/list-events.ts'
import { sealDay } from '../../worker/audit/seal-day.ts'
import type { AuditEvent, StreamCheck } from '../../worker/contract/audit.ts'
import type { DeskPage } from '../../worker/contract/desk.ts'
import { withoutTrigger } from '../builders/altered-d1.ts'
import { booked } from '../builders/booking.ts'
import { rowsOf } from '../builders/counting-d1.ts'
import { as, declined, pendingHall, sendDeskAct } from '../builders/desk.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { problemOf, send, setClock } from '../builders/send.ts'
import { buildStaff, signedInAs } from '../builders/staff.ts'
import { d1, db } from '../builders/store.ts'

let manager: Record<string, string>
let officer: Record<string, string>
let officerId = 0

beforeAll(async () => {
  setClock()
  manager = await as('manager')
  const { email, id } = await buildStaff('officer')
  officer = await signedInAs(email)
  officerId = id
})

const day = 86_400_000
const audit = async (query = '') => {
  const response = await send(`/api/v1/desk/audit${query}`, { headers: manager })
  if (response.status !== 200) throw new Error(await response.text())
  return response.json<DeskPage<AuditEvent>>()
}
const check = async (subject: string, after = 0) => {
  const response = await send(`/api/v1/desk/audit/check?subject=${subject}&after=${after}`, { headers: manager })
  return response.json<StreamCheck>()
}

describe('the audit', () => {
  test('tells who did what with a record, in codes, the newest first', async () => {
    const { slug } = await pendingHall()
    const { reference } = await booked(slug)
    await sendDeskAct(officer, reference, 'decline', declined)
    const { items } = await audit(`?subject=${reference.toLowerCase()}`)
    expect(items.map(({ type, n, subject }) => [type, n, subject])).toEqual([
      ['decline', 2, `booking:${reference}`],
      ['booked', 1, `booking:${reference}`],
    ])
    expect(items[0]).toMatchObject({ by: { kind: 'staff' }, hasText: true, data: { reasonCode: 'incomplete' } })
    expect(items[0]?.data).not.toHaveProperty('once')
    expect(JSON.stringify(items)).not.toContain(declined.reason.text)
  })

  test('is filtered by type and by colleague', async () => {
    const mine = await audit(`?staff=${officerId}`)
    expect(mine.items.length).toBeGreaterThan(0)
    expect(new Set(mine.items.map(({ type }) => type))).toEqual(new Set(['decline']))
    expect((await audit('?type=booked')).items.every(({ type }) => type === 'booked')).toBe(true)
    expect((await audit('?type=no-such-type')).items).toEqual([])
  })

  test('of one day lies between the seals around it, whatever was written before and after', async () => {
    const { slug } = await buildExhibition({ stalls: 9 })
    const references: string[] = []
    for (const [index, sealed] of ['2026-12-01', '2026-12-02', '2026-12-03', '2026-12-04'].entries()) {
      const at = Date.parse(`${sealed}T10:00:00Z`)
      setClock(at)
      references.push((await booked(slug, {}, at)).reference)
      await sealDay(db, sealed)
      expect(index).toBeLessThan(4)
    }
    const { items, nextCursor } = await audit('?day=2026-12-03')
    expect(items.map(({ subject }) => subject)).toEqual([`booking:${references[2]}`])
    expect(nextCursor).toBeNull()
    setClock()
  })

  test('goes on page after page, in a stream and over all', async () => {
    const { slug } = await buildExhibition({ stalls: 60 })
    for (let i = 0; i < 55; i += 1) await booked(slug)
    const first = await audit()
    const second = await audit(`?cursor=${first.nextCursor}`)
    const ids = [...first.items, ...second.items].map(({ id }) => id)
    expect(first.items).toHaveLength(50)
    expect(ids).toEqual([...new Set(ids)].sort((one, other) => other - one))
    const of = `?subject=exhibition:no-such`
    expect(await audit(of)).toEqual({ items: [], nextCursor: null })
  })

  test('says what is wrong with a filter', async () => {
    for (const [query, field] of [
      ['subject=x', 'subject'],
      ['type=A%20b', 'type'],
      ['staff=me', 'staff'],
      ['day=2026-13-40', 'day'],
      ['day=2026-02-30', 'day'],
      ['cursor=x', 'cursor'],
    ] as const) {
      const response = await send(`/api/v1/desk/audit?${query}`, { headers: manager })
      expect((await problemOf(response)).errors, query).toEqual([{ field, code: 'wrong_format' }])
    }
  })
})

describe('however many events there are', () => {
  const fill = (count: number) =>
    d1
      .prepare(
        `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
         INSERT INTO events (stream, seq, type, at_utc, actor, data, previous_mac, mac)
         SELECT 'need:crowd-' || hex(randomblob(8)), 1, 'crowd', ?, 'system', '{}', '', hex(randomblob(16)) FROM n`,
      )
      .bind(count, noon - 300 * day)
      .run()

  test('a page costs the same, and an empty one goes on from where it looked', async () => {
    await fill(5_000)
    const rows = () => rowsOf(({ db: at }) => listEvents(at, { type: 'no-such-type' }))
    const before = await rows()
    await fill(20_000)
    expect((await rows()).read).toBe(before.read)
    let cursor: string | null = ''
    let pages = 0
    for (; cursor !== null; pages += 1) {
      const outcome = await listEvents(db, { type: 'no-such-type', ...(cursor && { cursor }) })
      if (!outcome.ok) throw new Error('The page was refused.')
      cursor = outcome.nextCursor
    }
    expect(pages).toBeGreaterThanOrEqual(13)
    const found = await listEvents(db, { day: '2026-12-03' })
    expect(found.ok && found.items.length).toBe(1)
  })
})

describe('the check of a chain', () => {
  test('finds a stream right, piece by piece', async () => {
    const { slug } = await pendingHall()
    const { reference } = await booked(slug)
    await sendDeskAct(officer, reference, 'confirm')
    expect(await check(reference)).toEqual({ subject: `booking:${reference}`, from: 0, to: 2, next: null, fault: null })
    expect(await check(reference, 1)).toMatchObject({ from: 1, to: 2, fault: null })
    const { id, email } = await buildStaff('manager')
    const busy = await signedInAs(email)
    for (let i = 0; i < 205; i += 1) {
      await send(`/api/v1/desk/exports/notice-board.csv?exhibition=${slug}`, { headers: busy })
    }
    const piece = await check(`staff:${id}`)
    expect(piece).toMatchObject({ from: 0, to: 200, next: 200, fault: null })
    expect(await check(`staff:${id}`, 200)).toMatchObject({ from: 200, to: 205, next: null, fault: null })
  })

  test('finds an event that was altered, and one that was taken away', async () => {
    const { slug } = await pendingHall()
    const [one, other] = [await booked(slug), await booked(slug)]
    for (const { reference } of [one, other]) await sendDeskAct(officer, reference, 'confirm')
    await withoutTrigger('events_refuse_update', () =>
      d1
        .prepare(`UPDATE events SET actor = 'system' WHERE stream = ? AND seq = 2`)
        .bind(`booking:${one.reference}`)
        .run(),
    )
    await withoutTrigger('events_refuse_delete', () =>
      d1.prepare('DELETE FROM events WHERE stream = ? AND seq = 2').bind(`booking:${other.reference}`).run(),
    )
    expect((await check(one.reference)).fault).toMatchObject({ code: 'event_altered' })
    expect((await check(other.reference)).fault).toMatchObject({ code: 'head_differs' })
  })

  test('knows no stream of nobody', async () => {
    const asked = (query: string) => send(`/api/v1/desk/audit/check?${query}`, { headers: manager })
    expect((await asked('subject=TMK-00000000')).status).toBe(404)
    expect((await asked('subject=staff:1&after=99999')).status).toBe(404)
    expect((await asked('')).status).toBe(422)
    expect((await asked('subject=staff:1&after=x')).status).toBe(422)
  })
})

test('the last seal is recomputed, and an altered one is found', async () => {
  const { slug } = await buildExhibition()
  await sealDay(db, '2027-05-01')
  await booked(slug)
  await sealDay(db, '2027-05-02')
  expect(await checkLastSeal(db)).toMatchObject({ day: '2027-05-02', isChecked: true, fault: null })
  await withoutTrigger('seals_refuse_update', () =>
    d1.prepare(`UPDATE seals SET events = events + 1 WHERE day = '2027-05-02'`).run(),
  )
  expect(await checkLastSeal(db)).toMatchObject({ fault: { code: 'seal_differs' } })
  await withoutTrigger('seals_refuse_update', () =>
    d1.prepare(`UPDATE seals SET events = 100000 WHERE day = '2027-05-02'`).run(),
  )
  expect(await checkLastSeal(db)).toMatchObject({ isChecked: false, fault: null })
})
