import type { Schema } from '@cfworker/json-schema'
import { expect, test } from 'vitest'
import { app } from '../../worker/app.ts'
import { problemCodes } from '../../worker/contract/problem.ts'
import { makeDeskToken } from '../../worker/desk/session.ts'
import { bookingBody, newKey, nextPhone } from '../builders/booking.ts'
import { call, disagreement, document, operations, validate, write } from '../builders/documented.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { bearer, setClock } from '../builders/send.ts'
import { bindings, d1 } from '../builders/store.ts'

setClock()

const served = app.routes
  .filter(({ method, path }) => method !== 'ALL' && path.startsWith('/api/v1/'))
  .map(({ method, path }) => `${method} ${path.slice('/api/v1'.length).replace(/:([a-z]+)/gi, '{$1}')}`)

test('every route of the API is documented, and nothing else is', () => {
  expect(operations.map(({ name }) => name).sort()).toEqual([...new Set(served)].sort())
})

test('the document is OpenAPI 3.1; every operation has a name of its own, a summary and a tag', () => {
  expect(document.openapi).toMatch(/^3\.1\./)
  expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length)
  for (const { name, summary, tags } of operations) {
    expect(summary, name).toMatch(/\.$/)
    expect(tags, name).toHaveLength(1)
    if (name.includes(' /desk/')) expect(tags, name).toEqual(['desk'])
  }
  expect(document.components.securitySchemes['manageToken']?.scheme).toBe('bearer')
})

test('the codes of a problem are a closed list, and every documented refusal is in it', () => {
  expect(document.components.schemas['ProblemCode']?.enum).toEqual(problemCodes)
  const documented = operations.flatMap(({ responses }) =>
    Object.values(responses).flatMap(({ content }) => refusedCodes(content?.['application/problem+json']?.schema)),
  )
  expect(documented.length).toBeGreaterThan(60)
  expect(documented.filter((code) => !(problemCodes as string[]).includes(code))).toEqual([])
})

const refusedCodes = (schema: Schema | undefined): string[] =>
  (schema?.allOf ?? []).flatMap((part: Schema) => {
    const code = part.properties?.['code']
    return typeof code === 'object' ? ((code.enum ?? []) as string[]) : []
  })

test('every reference in the document leads somewhere', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/(\w+)\/(\w+)"/g)]
  expect(references.length).toBeGreaterThan(20)
  const components = document.components as unknown as Record<string, Record<string, unknown>>
  for (const [, kind = '', name = ''] of references) expect(components[kind]?.[name], name).toBeDefined()
})

const book = 'POST /exhibitions/{slug}/bookings'

test('what is public answers as documented', async () => {
  const { slug } = await buildExhibition({ stalls: [{ code: 'A-1', features: ['step_free', 'power'] }] })
  await call('GET /health', '/health', { status: 200 })
  await call('GET /ready', '/ready', { status: 200 })
  await call('GET /exhibitions', '/exhibitions', { status: 200 })
  const detail = await call('GET /exhibitions/{slug}', `/exhibitions/${slug}`, { status: 200 })
  const headers = { 'If-None-Match': detail.headers.get('ETag') ?? '' }
  await call('GET /exhibitions/{slug}', `/exhibitions/${slug}`, { status: 304, headers })
  await call('GET /exhibitions/{slug}', '/exhibitions/no-such', { status: 404 })
})

test('a booking answers as documented, from claim to withdrawal', async () => {
  const { slug } = await buildExhibition({ stalls: 2 })
  const phone = nextPhone()
  const body = bookingBody({ stall: 'A-1' })
  const delegate = { organisation: 'جمعية المرأة', name: 'سالمة', phone, familyLabel: 'البيت 1' }
  const claimed = await call(book, `/exhibitions/${slug}/bookings`, { status: 201, ...write({ ...body, delegate }) })
  const { reference, manageToken } = await claimed.json<{ reference: string; manageToken: string }>()
  const headers = bearer(manageToken)
  const one = `/bookings/${reference}`

  await call('GET /bookings/{reference}', one, { status: 200, headers })
  await call('GET /bookings/{reference}', one, { status: 401 })
  await call('GET /bookings/{reference}', one, { status: 404, headers: bearer('wrong') })
  await call('GET /bookings/{reference}/calendar.ics', `${one}/calendar.ics`, { status: 200, headers })
  await call('POST /bookings/find', '/bookings/find', { status: 200, ...write({ reference, phone }) })
  await call('POST /bookings/find', '/bookings/find', { status: 404, ...write({ reference, phone: nextPhone() }) })
  await call('POST /bookings/{reference}/accept', `${one}/accept`, { status: 409, headers })
  await call('POST /bookings/{reference}/withdraw', `${one}/withdraw`, { status: 200, headers })
  await call('POST /bookings/{reference}/withdraw', `${one}/withdraw`, { status: 409, headers })
})

test('the documented body of a booking is the one that the route takes', () => {
  const schema =
    document.paths['/exhibitions/{slug}/bookings']?.['post']?.requestBody?.content['application/json']?.schema
  expect(validate(schema ?? {}, bookingBody({ stall: null, zones: [] }))).toEqual([])
  expect(validate(schema ?? {}, bookingBody({ applicant: { kind: 'someone' } }))).not.toEqual([])
})

test('the refusals of a booking answer as documented', async () => {
  const { slug } = await buildExhibition({ stalls: 2 })
  const past = await buildExhibition({ state: 'closed' })
  const coming = await buildExhibition({ state: 'published', bookingOpensAtUtc: noon + 1 })
  const address = `/exhibitions/${slug}/bookings`
  const first = bookingBody({ stall: 'A-1' })
  const key = { 'Idempotency-Key': newKey() }
  await call(book, address, { status: 201, ...write(first, key) })

  const taken = await call(book, address, { status: 409, ...write(bookingBody({ stall: 'A-1' })) })
  expect(await taken.json()).toMatchObject({ code: 'stall_taken', alternatives: ['A-2'] })
  await call(book, address, { status: 409, ...write({ ...first, stall: 'A-2' }) })
  await call(book, address, { status: 422, ...write(bookingBody(), key) })
  await call(book, address, { status: 422, ...write(bookingBody({ stall: 'Z-9' })) })
  await call(book, address, { status: 422, ...write({ applicant: 1 }) })
  await call(book, address, { status: 422, body: '{}', headers: { 'Content-Type': 'application/json' } })
  await call(book, address, { status: 400, ...write('{') })
  await call(book, address, { status: 413, ...write(' '.repeat(20_000)) })
  await call(book, address, { status: 415, body: 'a=b', headers: { 'Content-Type': 'text/plain' } })
  await call(book, address, { status: 403, ...write({}, { 'Sec-Fetch-Site': 'cross-site' }) })
  await call(book, '/exhibitions/no-such/bookings', { status: 404, ...write(bookingBody()) })
  await call(book, `/exhibitions/${past.slug}/bookings`, { status: 409, ...write(bookingBody()) })
  await call(book, `/exhibitions/${coming.slug}/bookings`, { status: 409, ...write(bookingBody()) })
})

test('the desk answers as documented', async () => {
  const insert = 'INSERT INTO staff (email, name_ar, name_en, role, governorates) VALUES (?, ?, ?, ?, ?)'
  const roles = ['officer', 'officer', 'viewer', 'gate']
  await d1.batch(
    roles.map((role, n) => d1.prepare(insert).bind(`staff${n}@desk.test`, 'اسم', 'Name', role, '["muscat"]')),
  )
  const asStaff = async (n: number) => bearer(await makeDeskToken(bindings.DESK_KEY ?? '', `staff${n}@desk.test`, noon))
  const [officer, other, viewer, gate] = await Promise.all([0, 1, 2, 3].map(asStaff))
  const { slug } = await buildExhibition({ stalls: 3, review: 'before_confirming' })
  const away = await buildExhibition({ governorate: 'dhofar' })
  const list = '/desk/exhibitions/{slug}/bookings'
  const paper = () => ({ ...bookingBody({ stall: null }), enteredFrom: 'paper' })

  await call('GET /desk/me', '/desk/me', { status: 200, headers: officer })
  await call('GET /desk/me', '/desk/me', { status: 401 })
  const entered = await call(`POST ${list}`, `/desk/exhibitions/${slug}/bookings`, {
    status: 201,
    ...write(paper(), officer),
  })
  const { reference } = await entered.json<{ reference: string }>()
  await call(`POST ${list}`, `/desk/exhibitions/${away.slug}/bookings`, { status: 403, ...write(paper(), officer) })
  await call(`POST ${list}`, `/desk/exhibitions/${slug}/bookings`, { status: 403, ...write(paper(), viewer) })
  for (const headers of [officer, viewer]) {
    await call(`GET ${list}`, `/desk/exhibitions/${slug}/bookings?state=pending`, { status: 200, headers })
  }
  await call(`GET ${list}`, `/desk/exhibitions/${slug}/bookings?state=x`, { status: 422, headers: officer })
  await call(`GET ${list}`, `/desk/exhibitions/${slug}/bookings`, { status: 403, headers: gate })
  const search = `/desk/exhibitions/${slug}/bookings/search`
  await call(`POST ${list}/search`, search, { status: 200, ...write({ q: reference }, officer) })

  const one = '/desk/bookings/{reference}'
  const at = `/desk/bookings/${reference}`
  await call(`GET ${one}`, at, { status: 200, headers: officer })
  await call(`GET ${one}`, '/desk/bookings/TMK-00000000', { status: 404, headers: officer })
  await call(`POST ${one}/check`, `${at}/check`, { status: 403, headers: officer })
  await call(`POST ${one}/check`, `${at}/check`, { status: 200, headers: other })
  await call(`POST ${one}/confirm`, `${at}/confirm`, { status: 409, ...write({ version: 0 }, other) })
  await call(`POST ${one}/confirm`, `${at}/confirm`, { status: 200, headers: other })
  await call(`POST ${one}/decline`, `${at}/decline`, { status: 422, ...write({}, other) })
  const reason = { code: 'other', text: 'سبب' }
  await call(`POST ${one}/decline`, `${at}/decline`, { status: 409, ...write({ reason }, other) })
  await call(`POST ${one}/release-phone`, `${at}/release-phone`, { status: 200, headers: other })
  const outbox = await call('GET /desk/outbox', '/desk/outbox', { status: 200, headers: officer })
  const { items } = await outbox.json<{ items: { id: number }[] }>()
  const resend = 'POST /desk/outbox/{id}/resend'
  await call(resend, `/desk/outbox/${items[0]?.id}/resend`, { status: 200, headers: officer })
  await call(resend, '/desk/outbox/0/resend', { status: 404, headers: officer })
})

test('an answer that differs from the document is noticed', async () => {
  const name = 'GET /bookings/{reference}'
  expect(await disagreement(name, Response.json({ reference: 1 }))).toContain('reference')
  expect(await disagreement('GET /health', Response.json({ status: 'ok', more: 1 }))).toContain('more')
  expect(await disagreement(name, Response.json({}, { status: 418 }))).toContain('not documented')
  const problem = { type: '/problems/x', title: '', status: 404, code: 'stall_taken', detail: '', requestId: '' }
  const headers = { 'Content-Type': 'application/problem+json' }
  expect(await disagreement(name, Response.json(problem, { status: 404, headers }))).toContain('code')
})
