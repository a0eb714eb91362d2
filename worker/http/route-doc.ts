import { resolver, type DescribeRouteOptions } from 'hono-openapi'
import type * as v from 'valibot'
import { problemStatus, type ProblemCode } from '../contract/problem.ts'

/** What the API's document says of one route. Its path is Hono's, below `/api/v1`. */
export interface RouteDoc extends Omit<DescribeRouteOptions, 'operationId' | 'responses' | 'requestBody'> {
  method: 'get' | 'post' | 'put' | 'patch'
  path: string
  operationId: string
  summary: string
  requestBody?: DescribeRouteOptions['requestBody']
  responses: NonNullable<DescribeRouteOptions['responses']>
  /** The route's own refusals; what every route can refuse is added to them. */
  refuses?: ProblemCode[]
}

type Answer = NonNullable<DescribeRouteOptions['responses']>[string]

interface HeaderDocs {
  [name: string]: { description: string; schema: { type: 'string' | 'integer' } }
}

export const json = (description: string, schema: v.GenericSchema, headers: HeaderDocs = {}): Answer => ({
  description,
  headers,
  content: { 'application/json': { schema: resolver(schema) } },
})

export const file = (description: string, mediaType: string, headers: HeaderDocs = {}): Answer => ({
  description,
  headers,
  content: { [mediaType]: { schema: { type: 'string' } } },
})

export const jsonBody = (schema: v.GenericSchema, required = true): DescribeRouteOptions['requestBody'] => ({
  required,
  content: { 'application/json': { schema: resolver(schema) } },
})

export const queryParameter = (name: string, description: string, values?: readonly string[]) => ({
  in: 'query' as const,
  name,
  description,
  schema: { type: 'string' as const, ...(values && { enum: [...values] }) },
})

export const pathParameter = (name: string, description: string) => ({
  in: 'path' as const,
  name,
  required: true,
  description,
  schema: { type: 'string' as const },
})

export const etagHeader: HeaderDocs = {
  ETag: { description: 'Send it back in `If-None-Match`.', schema: { type: 'string' } },
}
export const notModified: Answer = { description: 'Nothing changed since the `ETag` that was sent.' }

const retryAfter: HeaderDocs = {
  'Retry-After': { description: 'Seconds to wait before sending the same again.', schema: { type: 'integer' } },
}
const allow: HeaderDocs = { Allow: { description: 'The methods of this address.', schema: { type: 'string' } } }

const statusHeaders: Record<number, HeaderDocs> = { 405: allow, 429: retryAfter, 503: retryAfter }

const everyRoute: ProblemCode[] = ['method_not_allowed', 'internal_error', 'busy']
const everyWrite: ProblemCode[] = ['cross_site', 'body_too_large', 'unsupported_media_type']

/** All refusals of a route as responses: one per status, with the codes that it can carry. */
export function refusalResponses({ method, requestBody, refuses = [] }: RouteDoc): Record<string, Answer> {
  const codes = [...refuses, ...everyRoute, ...(method === 'get' ? [] : everyWrite)]
  if (requestBody) codes.push('malformed_json', 'invalid_input')
  const byStatus = Map.groupBy(new Set(codes), (code) => problemStatus[code])
  return Object.fromEntries(
    [...byStatus].map(([status, ofStatus]) => [
      status,
      {
        description: ofStatus.map((code) => `\`${code}\``).join(', '),
        headers: statusHeaders[status] ?? {},
        content: {
          'application/problem+json': {
            schema: {
              allOf: [
                { $ref: '#/components/schemas/Problem' },
                { properties: { code: { enum: [...ofStatus].sort() } } },
              ],
            },
          },
        },
      },
    ]),
  )
}
