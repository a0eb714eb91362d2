import { Validator, type Schema } from '@cfworker/json-schema'
import { expect } from 'vitest'
import { openApiDocument } from '../../worker/http/openapi.ts'
import { newKey } from './booking.ts'
import { send } from './send.ts'

interface Operation {
  requestBody?: { content: Record<string, { schema: Schema }> }
  tags?: string[]
  operationId?: string
  summary?: string
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>
}
/** The API's document as a client reads it, after JSON. */
export const document = JSON.parse(JSON.stringify(await openApiDocument())) as {
  openapi: string
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Schema>; securitySchemes: Record<string, { scheme?: string }> }
}

export const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, ...operation })),
)

/** The schema, refusing members that it does not name: clients may ignore those, our tests do not. */
function closed(schema: Schema): Schema {
  const parts = Object.entries(schema).map(([key, part]) => [key, isSchema(part) ? closed(part) : part])
  const own = Object.fromEntries(parts) as Schema
  return typeof own.properties === 'object' && own.type === 'object' ? { ...own, additionalProperties: false } : own
}
const isSchema = (part: unknown): part is Schema => typeof part === 'object' && part !== null && !Array.isArray(part)

const components = closed(document.components)

/** What the document says against one answer, or null when they agree. */
export async function disagreement(name: string, response: Response): Promise<string | null> {
  const [method = '', path = ''] = name.split(' ')
  const answer = document.paths[path]?.[method.toLowerCase()]?.responses[String(response.status)]
  if (!answer) return `${name} answered ${response.status}, which is not documented`
  const mediaType = response.headers.get('Content-Type')?.split(';')[0] ?? ''
  if (!answer.content) return (await response.text()) === '' ? null : `${name} ${response.status} has a body`
  const content = answer.content[mediaType]
  if (!content) return `${name} ${response.status} answered ${mediaType}`
  if (!mediaType.endsWith('json')) return null
  const errors = validate(closed(content.schema), await response.json())
  return errors.length === 0 ? null : `${name} ${response.status}: ${JSON.stringify(errors)}`
}

export const validate = (schema: Schema, value: unknown) =>
  new Validator({ ...schema, components }, '2020-12', false).validate(value).errors

/** Calls the API and checks the answer against the document; gives the answer back. */
export async function call(name: string, address: string, init: RequestInit & { status: number }): Promise<Response> {
  const [method = ''] = name.split(' ')
  const response = await send(`/api/v1${address}`, { ...init, method })
  expect(response.status, name).toBe(init.status)
  expect(await disagreement(name, response.clone())).toBeNull()
  return response
}

/** A JSON body and its headers, an idempotency key among them. */
export const write = (body: unknown, headers: Record<string, string> = {}) => ({
  body: typeof body === 'string' ? body : JSON.stringify(body),
  headers: { 'Content-Type': 'application/json', 'Idempotency-Key': newKey(), ...headers },
})
