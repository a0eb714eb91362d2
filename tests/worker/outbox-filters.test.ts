import { beforeAll, describe, expect, test } from 'vitest'
import type { DeskPage, OutboxMessage } from '../../worker/contract/desk.ts'
import { resendDeadMessages } from '../../worker/desk/resend-dead-messages.ts'
import { withMeanwhile, withoutCondition } from '../builders/altered-d1.ts'
import { booked } from '../builders/booking.ts'
import { rowsOf } from '../builders/counting-d1.ts'
import { as } from '../builders/desk.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { problemOf, send, setClock } from '../builders/send.ts'
import { signedInStaff } from '../builders/staff.ts'
import { d1, db } from '../builders/store.ts'

let officer: Record<string, string>

beforeAll(async () => {
  setClock()
  officer = await as('officer')
})

const list = async (query: string) =>
  (await send(`/api/v1/desk/outbox?${query}`, { headers: officer })).json<DeskPage<OutboxMessage>>()
const resendDead = (before = '') =>
  send(`/api/v1/desk/outbox/resend-dead${before && `?before=${before}`}`, { method: 'POST', headers: officer })

/** Messages that could not be sent, of as many bookings. */
async function deadMessages(count: number, error = 'timeout', governorate = 'muscat'): Promise<string[]> {
  const { slug } = await buildExhibition({ stalls: count, governorate })
  const references: string[] = []
  for (let i = 0; i < count; i += 1) references.push((await booked(slug)).reference)
  await d1
    .prepare(
      `UPDATE outbox SET state = 'dead', attempts = 8, last_error = ? WHERE subject IN (SELECT value FROM json_each(?))`,
    )
    .bind(error, JSON.stringify(references))
    .run()
  return references
}
const states = async (references: string[]) => {
  const { results } = await d1
    .prepare('SELECT DISTINCT state FROM outbox WHERE subject IN (SELECT value FROM json_each(?))')
    .bind(JSON.stringify(references))
    .all<{ state: string }>()
  return results.map(({ state }) => state)
}

test('the outbox is filtered by state and by kind', async () => {
  await deadMessages(2)
  await booked((await buildExhibition()).slug)
  expect(new Set((await list('state=queued')).items.map(({ state }) => state))).toEqual(new Set(['queued']))
  expect(new Set((await list('state=dead')).items.map(({ state }) => state))).toEqual(new Set(['dead']))
  expect((await list('state=sent')).items).toEqual([])
  expect((await list('template=booking_received')).items.length).toBeGreaterThan(2)
  expect((await list('template=booking_cancelled')).items).toEqual([])
  const refused = await send('/api/v1/desk/outbox?template=A', { headers: officer })
  expect(await problemOf(refused)).toMatchObject({ errors: [{ field: 'template', code: 'wrong_format' }] })
})

describe('dead messages', () => {
  test('are queued again a hundred at a time, with one event for each piece', async () => {
    const references = await deadMessages(105)
    const first = await (await resendDead()).json<{ resent: number; next: string | null }>()
    expect(first.resent).toBe(100)
    const second = await (await resendDead(first.next ?? '')).json<{ resent: number; next: string | null }>()
    expect(second).toMatchObject({ resent: expect.any(Number), next: null })
    expect(await states(references)).toEqual(['queued'])
    const { results } = await d1.prepare(`SELECT data FROM events WHERE type = 'resend-dead'`).all<{ data: string }>()
    expect(results.map(({ data }) => (JSON.parse(data) as { messages: number }).messages)[0]).toBe(100)
  })

  test('that nobody can get any more are left, and so are other governorates’', async () => {
    const gone = await deadMessages(2, 'no_recipient')
    const elsewhere = await deadMessages(2, 'timeout', 'dhofar')
    await resendDead()
    expect([await states(gone), await states(elsewhere)]).toEqual([['dead'], ['dead']])
    expect(await problemOf(await resendDead('x'))).toMatchObject({
      errors: [{ field: 'before', code: 'wrong_format' }],
    })
  })

  test('cost the same however many there are', async () => {
    const staff = await signedInStaff('manager')
    await deadMessages(3)
    const cost = () => rowsOf(({ db: at }) => resendDeadMessages(at, staff, { beforeId: null }, noon))
    await d1.prepare(`UPDATE outbox SET state = 'dead', last_error = 'timeout'`).run()
    const before = await cost()
    await d1
      .prepare(
        `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
         INSERT INTO outbox (dedupe_key, subject, template, channel, recipient, language, data, state, next_attempt_at_utc, created_at_utc, last_error)
         SELECT 'crowd-' || i, 'TMK-00000000', 'booking_received', 'sms', 'applicant', 'ar', '{}', 'dead', 1, 1, 'timeout' FROM n`,
      )
      .run()
    expect((await cost()).read).toBeLessThan(before.read + 400)
  })

  test('that somebody queues meanwhile are not queued twice', async () => {
    const staff = await signedInStaff('manager')
    const other = await signedInStaff('manager')
    await d1.prepare(`DELETE FROM outbox WHERE state = 'dead'`).run()
    await deadMessages(3)
    const all = { beforeId: null }
    const between = withMeanwhile(() => resendDeadMessages(db, other, all, noon))
    expect(await resendDeadMessages(between.db, staff, all, noon)).toEqual({ ok: true, resent: 0, next: null })
    await deadMessages(3)
    const again = withMeanwhile(() => resendDeadMessages(db, other, all, noon))
    const outcome = await withoutCondition(
      `AND (SELECT count(*) FROM outbox WHERE id IN (SELECT value FROM json_each(?)) AND state = 'dead') = ?`,
      (altered) => resendDeadMessages(altered.db, staff, all, noon),
      { replacement: 'AND ? IS NOT NULL AND ? IS NOT NULL', base: again.db.d1 },
    )
    expect(outcome).toMatchObject({ resent: 3 })
  })
})
