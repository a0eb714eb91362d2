import { beforeAll, expect, test } from 'vitest'
import { withdrawBooking } from '../../worker/bookings/withdraw-booking.ts'
import { booked, nextPhone } from '../builders/booking.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { send, setClock } from '../builders/send.ts'
import { d1, db } from '../builders/store.ts'

beforeAll(() => setClock(noon))

const product = (tradeName: string, listPublicly: boolean) => ({
  product: { category: 'pottery', tradeName, description: 'جرار وأباريق', listPublicly },
})

const listOf = async (slug: string) => {
  const answer = await send(`/api/v1/exhibitions/${slug}/exhibitors`)
  return { status: answer.status, body: await answer.text() }
}

test('the directory names the trade, category, governorate and stall of whoever agreed, and nothing else', async () => {
  const { slug } = await buildExhibition()
  const phone = nextPhone()
  const applicant = { kind: 'productive_family', name: 'شيخة المعمرية', phone, wilayat: 'nizwa' }
  await booked(slug, { ...product('فخار الدار', true), applicant, stall: 'A-2' })
  const { status, body } = await listOf(slug)
  expect(status).toBe(200)
  expect(JSON.parse(body)).toEqual({
    exhibitors: [{ tradeName: 'فخار الدار', category: 'pottery', governorate: 'ad-dakhiliyah', stall: 'A-2' }],
  })
  for (const secret of [phone, 'شيخة', 'جرار']) expect(body).not.toContain(secret)
})

test('whoever did not agree, is not confirmed yet, or left, is not listed', async () => {
  const { slug } = await buildExhibition()
  await booked(slug, product('لا يُذكر', false))
  const left = await booked(slug, product('انسحب', true))
  await withdrawBooking(db, { reference: left.reference, token: left.manageToken }, noon)
  const reviewed = await buildExhibition({ review: 'before_confirming' })
  await booked(reviewed.slug, product('قيد المراجعة', true))
  expect(JSON.parse((await listOf(slug)).body)).toEqual({ exhibitors: [] })
  expect(JSON.parse((await listOf(reviewed.slug)).body)).toEqual({ exhibitors: [] })
})

test('an erased booking is not listed, nor anybody of a cancelled exhibition; an unknown exhibition is 404', async () => {
  const { slug } = await buildExhibition()
  await booked(slug, product('فخار الدار', true))
  const { reference } = await booked(slug, product('فخار آخر', true))
  await d1.prepare('UPDATE bookings SET person = NULL WHERE reference = ?').bind(reference).run()
  expect((JSON.parse((await listOf(slug)).body) as { exhibitors: unknown[] }).exhibitors).toHaveLength(1)
  const cancelled = await buildExhibition()
  await booked(cancelled.slug, product('فخار الدار', true))
  await d1.prepare(`UPDATE exhibitions SET state = 'cancelled' WHERE id = ?`).bind(cancelled.id).run()
  expect(JSON.parse((await listOf(cancelled.slug)).body)).toEqual({ exhibitors: [] })
  expect((await listOf('nowhere')).status).toBe(404)
})
