import { beforeAll, test } from 'vitest'
import { askAboutData } from '../../worker/own-data/ask-about-data.ts'
import { booked, nextPhone } from '../builders/booking.ts'
import { as } from '../builders/desk.ts'
import { call, write } from '../builders/documented.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { setClock } from '../builders/send.ts'
import { buildStaff } from '../builders/staff.ts'
import { d1, db } from '../builders/store.ts'

type Headers = Record<string, string>

let officer: Headers, manager: Headers

beforeAll(async () => {
  setClock(noon)
  officer = await as('officer')
  manager = await as('manager')
})

const get = (name: string, address: string, status: number, headers = manager) =>
  call(`GET ${name}`, address, { status, headers })

test('people’s data answer as documented', async () => {
  const { slug } = await buildExhibition()
  const { reference, manageToken } = await booked(slug)
  await askAboutData(db, { reference, token: manageToken }, { kind: 'correct', text: 'الاسم' }, noon)
  const row = await d1.prepare('SELECT id FROM data_requests WHERE subject = ?').bind(reference).first<{ id: number }>()
  const id = row?.id ?? 0
  await get('/desk/data-requests', '/desk/data-requests', 200, officer)
  await get('/desk/data-requests', '/desk/data-requests?state=x', 422, officer)
  await get('/desk/data-requests/{id}', `/desk/data-requests/${id}`, 200, officer)
  await get('/desk/data-requests/{id}', '/desk/data-requests/0', 404, officer)
  const close = (status: number, body: unknown) =>
    call('POST /desk/data-requests/{id}/close', `/desk/data-requests/${id}/close`, { status, ...write(body, officer) })
  await close(422, {})
  await close(200, { outcome: 'done' })
  await close(409, { outcome: 'done' })
  const correct = (status: number, body: unknown) =>
    call('POST /desk/bookings/{reference}/correct', `/desk/bookings/${reference}/correct`, {
      status,
      ...write(body, officer),
    })
  const applicant = { name: 'سلمى', phone: nextPhone(), wilayat: 'as-seeb' }
  const product = { category: 'halwa', tradeName: 'حلوى' }
  await correct(422, {})
  await correct(200, { applicant, product })
  await correct(409, { applicant, product, version: 1 })
  await get('/desk/bookings/{reference}', `/desk/bookings/${reference}`, 200, officer)
  const erase = (status: number, who: Headers) =>
    call('POST /desk/bookings/{reference}/erase', `/desk/bookings/${reference}/erase`, { status, ...write({}, who) })
  await erase(403, officer)
  await erase(200, manager)
  await correct(409, { applicant, product })
})

test('staff, breaches and settings answer as documented', async () => {
  const { id } = await buildStaff('viewer')
  await get('/desk/staff', '/desk/staff', 200)
  const add = (status: number, body: unknown) =>
    call('POST /desk/staff', '/desk/staff', { status, ...write(body, manager) })
  const name = { ar: 'مريم', en: 'Maryam' }
  await add(201, { email: 'documented@desk.test', name, role: 'viewer' })
  await add(422, { email: 'documented@desk.test', name, role: 'viewer' })
  const change = (status: number, body: unknown, who = manager) =>
    call('PATCH /desk/staff/{id}', `/desk/staff/${id}`, { status, ...write(body, who) })
  await change(200, { role: 'gate' })
  await change(409, { role: 'gate', version: 0 })
  await change(422, { role: 'x' })
  await change(403, { role: 'gate' }, officer)

  const record = (status: number, body: unknown) =>
    call('POST /desk/breaches', '/desk/breaches', { status, ...write(body, manager) })
  await record(422, {})
  const made = await record(201, { kind: 'lost', foundAt: new Date(noon).toISOString(), text: 'ضاع هاتف' })
  const breach = await made.json<{ id: number }>()
  await get('/desk/breaches', '/desk/breaches', 200)
  await get('/desk/breaches/{id}', `/desk/breaches/${breach.id}`, 200)
  await get('/desk/breaches/{id}', '/desk/breaches/0', 404)
  const update = (status: number, body: unknown) =>
    call('PATCH /desk/breaches/{id}', `/desk/breaches/${breach.id}`, { status, ...write(body, manager) })
  await update(422, { isClosed: true })
  await update(409, { people: 3, version: 9 })
  await update(200, { isClosed: true, text: 'وُجد' })
  await update(409, { people: 3 })

  await get('/desk/settings', '/desk/settings', 200)
  const set = (setting: string, status: number, body: unknown) =>
    call('PATCH /desk/settings/{name}', `/desk/settings/${setting}`, { status, ...write(body, manager) })
  await set('SITE_NOTICE', 200, { value: { ar: 'تنبيه', en: 'Notice' } })
  await get('/desk/settings', '/desk/settings', 200)
  await set('SITE_NOTICE', 409, { value: null, version: 0 })
  await set('SITE_NOTICE', 200, { value: null })
  await set('DELEGATE_LIMIT', 422, { value: 0 })
  await set('NOTHING', 404, { value: 1 })
})

test('the audit, files and dead messages answer as documented', async () => {
  const { slug } = await buildExhibition()
  const { reference } = await booked(slug)
  await get('/desk/audit', '/desk/audit', 200)
  await get('/desk/audit', '/desk/audit?day=x', 422)
  await get('/desk/audit', '/desk/audit', 403, officer)
  await get('/desk/audit/check', `/desk/audit/check?subject=${reference}`, 200)
  await get('/desk/audit/check', '/desk/audit/check?subject=TMK-00000000', 404)
  await get('/desk/audit/check', '/desk/audit/check', 422)
  await get('/desk/audit/seal', '/desk/audit/seal', 200)
  for (const file of ['bookings', 'badges', 'notice-board'] as const) {
    for (const format of ['csv', 'xlsx'] as const) {
      const name = `/desk/exports/${file}.${format}`
      await (await get(name, `${name}?exhibition=${slug}`, 200, officer)).arrayBuffer()
      await get(name, name, 422, officer)
      await get(name, `${name}?exhibition=none`, 404, officer)
    }
  }
  for (const file of ['pledges.csv', 'pledges.xlsx', 'deliveries.csv', 'deliveries.xlsx']) {
    await (await get(`/desk/exports/${file}`, `/desk/exports/${file}`, 200)).arrayBuffer()
    await get(`/desk/exports/${file}`, `/desk/exports/${file}`, 403, officer)
  }
  const resend = (status: number, query = '') =>
    call('POST /desk/outbox/resend-dead', `/desk/outbox/resend-dead${query}`, { status, ...write('', officer) })
  await resend(200)
  await resend(422, '?before=x')
})
