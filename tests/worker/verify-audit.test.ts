import { beforeEach, expect, test } from 'vitest'
import { sealDay } from '../../worker/audit/seal-day.ts'
import { verifyAudit } from '../../worker/audit/verify-audit.ts'
import { withdrawBooking } from '../../worker/bookings/withdraw-booking.ts'
import { declineBooking } from '../../worker/desk/decline-booking.ts'
import { withoutTrigger } from '../builders/altered-d1.ts'
import { booked } from '../builders/booking.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { signedInStaff } from '../builders/staff.ts'
import { d1, db } from '../builders/store.ts'

let reference: string

beforeEach(async () => {
  const tables = ['outbox', 'consents', 'idempotency_keys', 'name_words', 'texts', 'bookings']
  await d1.batch(tables.map((table) => d1.prepare(`DELETE FROM ${table}`)))
  await withoutTrigger('events_refuse_delete', () => d1.prepare('DELETE FROM events').run())
  await withoutTrigger('seals_refuse_delete', () => d1.prepare('DELETE FROM seals').run())
  const { slug } = await buildExhibition({ stalls: 4, review: 'before_confirming' })
  const declined = await booked(slug)
  const officer = await signedInStaff('officer')
  const reason = { code: 'incomplete', text: 'ينقص وصف المنتجات' } as const
  await declineBooking(db, officer, { reference: declined.reference, reason }, noon)
  const withdrawn = await booked(slug)
  await withdrawBooking(db, { reference: withdrawn.reference, token: withdrawn.manageToken }, noon)
  reference = declined.reference
})

const faultAfter = async (sql: string): Promise<string | undefined> => {
  await withoutTrigger('events_refuse_update', () =>
    withoutTrigger('events_refuse_delete', () => d1.prepare(sql.replaceAll('$', reference)).run()),
  )
  return (await verifyAudit(db)).fault?.code
}

test('a history that nobody touched is right, seals included', async () => {
  await sealDay(db, '2026-12-05')
  expect(await verifyAudit(db)).toMatchObject({ counts: { events: 4, bookings: 2, seals: 1 }, fault: null })
})

test('what an event says cannot be altered unseen', async () => {
  expect(await faultAfter(`UPDATE events SET actor = 'system' WHERE stream = 'booking:$' AND seq = 2`)).toBe(
    'event_altered',
  )
})

test('an event taken out of the middle is missed', async () => {
  expect(await faultAfter(`DELETE FROM events WHERE stream = 'booking:$' AND seq = 1`)).toBe('sequence_gap')
})

test('an event taken off the end is missed', async () => {
  expect(await faultAfter(`DELETE FROM events WHERE stream = 'booking:$' AND seq = 2`)).toBe('head_differs')
})

test('a booking set back to an earlier state of its stream is noticed', async () => {
  expect(
    await faultAfter(
      `UPDATE bookings SET version = 1, head_mac = (SELECT mac FROM events WHERE stream = 'booking:$' AND seq = 1) WHERE reference = '$'`,
    ),
  ).toBe('beyond_head')
})

test('a stream whose booking is gone is noticed', async () => {
  await d1.batch(
    [
      'DELETE FROM name_words WHERE reference = ?',
      'DELETE FROM consents WHERE subject = ?',
      'DELETE FROM bookings WHERE reference = ?',
    ].map((sql) => d1.prepare(sql).bind(reference)),
  )
  expect((await verifyAudit(db)).fault?.code).toBe('owner_missing')
})

test('a text may be erased, but neither replaced nor lost', async () => {
  expect(await faultAfter(`UPDATE texts SET body = NULL, erased_at_utc = 1 WHERE stream = 'booking:$'`)).toBeUndefined()
  expect(await faultAfter(`UPDATE texts SET body = 'k1.x.y', erased_at_utc = NULL WHERE stream = 'booking:$'`)).toBe(
    'text_altered',
  )
  expect(await faultAfter(`DELETE FROM texts WHERE stream = 'booking:$'`)).toBe('text_missing')
})

test('a booking removed with its whole stream breaks the seal', async () => {
  await sealDay(db, '2026-12-05')
  await d1.batch(
    ['name_words', 'bookings'].map((table) => d1.prepare(`DELETE FROM ${table} WHERE reference = ?`).bind(reference)),
  )
  expect(await faultAfter(`DELETE FROM events WHERE stream = 'booking:$'`)).toBe('seal_differs')
})

test('a day is sealed once, and each seal begins where the one before ended', async () => {
  await sealDay(db, '2026-12-05')
  await sealDay(db, '2026-12-05')
  const { slug } = await buildExhibition()
  await booked(slug)
  await Promise.all(Array.from({ length: 5 }, () => sealDay(db, '2026-12-06')))
  const { results } = await d1.prepare('SELECT day, events FROM seals ORDER BY day').all()
  expect(results).toEqual([
    { day: '2026-12-05', events: 4 },
    { day: '2026-12-06', events: 1 },
  ])
  expect((await verifyAudit(db)).fault).toBeNull()
})
