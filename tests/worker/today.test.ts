import { beforeAll, expect, test } from 'vitest'
import type { TodayItem } from '../../worker/contract/desk-today.ts'
import { listDeskExhibitions } from '../../worker/desk/list-desk-exhibitions.ts'
import { readToday } from '../../worker/desk/read-today.ts'
import { askAboutData } from '../../worker/own-data/ask-about-data.ts'
import { booked } from '../builders/booking.ts'
import { rowsOf } from '../builders/counting-d1.ts'
import { addCrowd } from '../builders/crowd.ts'
import { pendingHall } from '../builders/desk.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { setClock } from '../builders/send.ts'
import { signedInStaff } from '../builders/staff.ts'
import { d1, db } from '../builders/store.ts'

beforeAll(() => setClock(noon))

const codesOf = (items: TodayItem[]) => items.map(({ code }) => code)

test('an officer sees what waits in their governorates, with its age, and nothing of others', async () => {
  const officer = await signedInStaff('officer', { governorates: ['musandam'] })
  expect(await readToday(db, officer, noon)).toEqual([])
  const mine = await buildExhibition({ review: 'before_confirming', governorate: 'musandam' })
  await booked(mine.slug, {}, noon - 3_600_000)
  const { reference, manageToken } = await booked(mine.slug, {}, noon)
  await askAboutData(db, { reference, token: manageToken }, { kind: 'correct', text: 'الاسم' }, noon)
  const others = await pendingHall()
  await booked(others.slug)
  expect(await readToday(db, officer, noon)).toEqual([
    { code: 'bookings_to_decide', count: 2, at: new Date(noon - 3_600_000).toISOString() },
    { code: 'data_requests', count: 1, at: new Date(noon + 45 * 86_400_000).toISOString() },
  ])
  expect(await listDeskExhibitions(db, officer, noon)).toMatchObject([
    { slug: mine.slug, stalls: { total: 10, taken: 2 }, waiting: { pending: 2 } },
  ])
})

test('an entry that nobody checked waits until the window closes; an offer that ends tomorrow is for today', async () => {
  const officer = await signedInStaff('officer', { governorates: ['dhofar'] })
  const ballot = await buildExhibition({ mode: 'ballot', review: 'before_confirming', governorate: 'dhofar' })
  await booked(ballot.slug)
  const offered = await booked((await buildExhibition({ governorate: 'dhofar' })).slug)
  await d1
    .prepare(`UPDATE bookings SET state = 'offered', offer_expires_at_utc = ? WHERE reference = ?`)
    .bind(noon + 3_600_000, offered.reference)
    .run()
  expect(codesOf(await readToday(db, officer, noon))).toEqual(['entries_to_check', 'offers_ending'])
  expect(codesOf(await readToday(db, officer, noon - 2 * 86_400_000))).toEqual(['entries_to_check'])
})

test('each role sees its own work: a receiver deliveries, a viewer and a gate nothing', async () => {
  await d1
    .prepare(
      `INSERT INTO outbox (dedupe_key, subject, template, channel, recipient, language, data, state, next_attempt_at_utc, created_at_utc)
       VALUES (?, 'TMK-00000000', 'booking_confirmed', 'sms', 'applicant', 'ar', '{}', 'dead', 0, 0)`,
    )
    .bind(crypto.randomUUID())
    .run()
  expect(codesOf(await readToday(db, await signedInStaff('manager'), noon))).toContain('dead_messages')
  for (const role of ['viewer', 'gate', 'receiver'] as const) {
    expect(await readToday(db, await signedInStaff(role), noon), role).toEqual([])
  }
})

test('the page costs the same however many wait', async () => {
  const manager = await signedInStaff('manager')
  const { id } = await buildExhibition({ mode: 'ballot' })
  const before = await rowsOf((altered) => readToday(altered.db, manager, noon))
  await addCrowd(id, 'applied', { from: 0, to: 2_000 })
  const after = await rowsOf((altered) => readToday(altered.db, manager, noon))
  expect(after.read).toBeLessThan(before.read + 500)
  await d1.prepare('UPDATE bookings SET checked_at_utc = 1 WHERE exhibition_id = ?').bind(id).run()
  const checked = await rowsOf((altered) => readToday(altered.db, manager, noon))
  expect(checked.read).toBeLessThan(before.read + 500)
})

test('the oldest of more than a hundred bookings to decide is the oldest, whichever exhibition it is at', async () => {
  const officer = await signedInStaff('officer', { governorates: ['al-wusta'] })
  const at = { review: 'before_confirming', governorate: 'al-wusta' } as const
  const [younger, older] = [await buildExhibition({ ...at, stalls: 120 }), await buildExhibition({ ...at, stalls: 3 })]
  await addCrowd(younger.id, 'pending', { from: 0, to: 110 })
  const { reference } = await booked(older.slug)
  const first = Date.parse('2025-11-01T08:00:00Z')
  await d1.prepare('UPDATE bookings SET created_at_utc = ? WHERE reference = ?').bind(first, reference).run()
  expect(await readToday(db, officer, noon)).toContainEqual({
    code: 'bookings_to_decide',
    count: 100,
    at: new Date(first).toISOString(),
  })
})
