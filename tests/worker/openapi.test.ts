import { Validator, type Schema } from '@cfworker/json-schema'
import { expect, test } from 'vitest'
import { app } from '../../worker/app.ts'
import { dayMs } from '../../worker/contract/limits.ts'
import { problemCodes } from '../../worker/contract/problem.ts'
import { openApiDocument } from '../../worker/http/openapi.ts'
import { bookingBody, newKey, nextPhone } from '../builders/booking.ts'
import { buildExhibition } from '../builders/exhibition.ts'
import { bindings } from '../builders/store.ts'

interface Operation {
  requestBody?: { content: Record<string, { schema: Schema }> }
  tags?: string[]
  operationId?: string
  summary?: string
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>
}
// As a client reads it, after JSON.
const document = JSON.parse(JSON.stringify(await openApiDocument())) as {
  openapi: string
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Schema>; securitySchemes: Record<string, { scheme?: string }> }
}

const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, ...operation })),
)

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
  (schema?.allOf ?? []).flatMap((part: Schema) => (part.properties?.['code']?.enum ?? []) as string[])

test('every reference in the document leads somewhere', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/(\w+)\/(\w+)"/g)]
  expect(references.length).toBeGreaterThan(20)
  const components = document.components as unknown as Record<string, Record<string, unknown>>
  for (const [, kind = '', name = ''] of references) expect(components[kind]?.[name], name).toBeDefined()
})

/** The schema, refusing members that it does not name: clients may ignore those, our tests do not. */
function closed(schema: Schema): Schema {
  const parts = Object.entries(schema).map(([key, part]) => [key, isSchema(part) ? closed(part) : part])
  const own = Object.fromEntries(parts) as Schema
  return typeof own.properties === 'object' && own.type === 'object' ? { ...own, additionalProperties: false } : own
}
const isSchema = (part: unknown): part is Schema => typeof part === 'object' && part !== null && !Array.isArray(part)

const components = closed(document.components)

/** What the document says against one answer, or null when they agree. */
async function disagreement(name: string, response: Response): Promise<string | null> {
  const [method = '', path = ''] = name.split(' ')
  const answer = document.paths[path]?.[method.toLowerCase()]?.responses[String(response.status)]
  if (!answer) return `${name} answered ${response.status}, which is not documented`
  const text = await response.text()
  const mediaType = response.headers.get('Content-Type')?.split(';')[0] ?? ''
  if (!answer.content) return text === '' ? null : `${name} ${response.status} has a body`
  const content = answer.content[mediaType]
  if (!content) return `${name} ${response.status} answered ${mediaType}`
  if (!mediaType.endsWith('json')) return null
  const errors = validate(closed(content.schema), JSON.parse(text))
  return errors.length === 0 ? null : `${name} ${response.status}: ${JSON.stringify(errors)}`
}

const validate = (schema: Schema, value: unknown) =>
  new Validator({ ...schema, components }, '2020-12', false).validate(value).errors

const context = { waitUntil: () => {}, passThroughOnException: () => {}, props: {} }

/** Calls the API and checks the answer against the document; gives the answer back. */
async function call(name: string, address: string, init: RequestInit & { status: number }): Promise<Response> {
  const [method = ''] = name.split(' ')
  const response = await app.request(`/api/v1${address}`, { ...init, method }, bindings, context)
  expect(response.status, name).toBe(init.status)
  expect(await disagreement(name, response.clone())).toBeNull()
  return response
}

const openNow = (change = {}) =>
  buildExhibition({
    bookingOpensAtUtc: Date.now() - dayMs,
    bookingClosesAtUtc: Date.now() + 7 * dayMs,
    startsOn: new Date(Date.now() + 20 * dayMs).toISOString().slice(0, 10),
    endsOn: new Date(Date.now() + 22 * dayMs).toISOString().slice(0, 10),
    ...change,
  })

const write = (body: unknown, headers: Record<string, string> = {}) => ({
  body: typeof body === 'string' ? body : JSON.stringify(body),
  headers: { 'Content-Type': 'application/json', 'Idempotency-Key': newKey(), ...headers },
})

const book = 'POST /exhibitions/{slug}/bookings'

test('what is public answers as documented', async () => {
  const { slug } = await openNow({ stalls: [{ code: 'A-1', features: ['step_free', 'power'] }] })
  await call('GET /health', '/health', { status: 200 })
  await call('GET /ready', '/ready', { status: 200 })
  await call('GET /exhibitions', '/exhibitions', { status: 200 })
  const detail = await call('GET /exhibitions/{slug}', `/exhibitions/${slug}`, { status: 200 })
  const headers = { 'If-None-Match': detail.headers.get('ETag') ?? '' }
  await call('GET /exhibitions/{slug}', `/exhibitions/${slug}`, { status: 304, headers })
  await call('GET /exhibitions/{slug}', '/exhibitions/no-such', { status: 404 })
})

test('a booking answers as documented, from claim to withdrawal', async () => {
  const { slug } = await openNow({ stalls: 2 })
  const phone = nextPhone()
  const body = bookingBody({ stall: 'A-1' })
  const delegate = { organisation: 'جمعية المرأة', name: 'سالمة', phone, familyLabel: 'البيت 1' }
  const claimed = await call(book, `/exhibitions/${slug}/bookings`, { status: 201, ...write({ ...body, delegate }) })
  const { reference, manageToken } = await claimed.json<{ reference: string; manageToken: string }>()
  const headers = { Authorization: `Bearer ${manageToken}` }
  const one = `/bookings/${reference}`

  await call('GET /bookings/{reference}', one, { status: 200, headers })
  await call('GET /bookings/{reference}', one, { status: 401 })
  await call('GET /bookings/{reference}', one, { status: 404, headers: { Authorization: 'Bearer wrong' } })
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
  const { slug } = await openNow({ stalls: 2 })
  const closed = await openNow({ state: 'closed' })
  const coming = await openNow({ state: 'published', bookingOpensAtUtc: Date.now() + dayMs })
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
  await call(book, `/exhibitions/${closed.slug}/bookings`, { status: 409, ...write(bookingBody()) })
  await call(book, `/exhibitions/${coming.slug}/bookings`, { status: 409, ...write(bookingBody()) })
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
