import { Hono } from 'hono'
import { describeRoute, generateSpecs, resolver } from 'hono-openapi'
import { bookingRouteDocs } from '../bookings/route-docs.ts'
import { problemSchema } from '../contract/answers.ts'
import { idempotencyKeySchema } from '../contract/fields.ts'
import { drawRouteDocs } from '../draw/route-docs.ts'
import { deskRouteDocs } from '../desk/route-docs.ts'
import { exhibitionRouteDocs } from '../exhibitions/route-docs.ts'
import { passRouteDocs } from '../passes/route-docs.ts'
import { pledgeRouteDocs } from '../pledges/route-docs.ts'
import { healthRouteDocs } from './health-route-docs.ts'
import { refusalResponses, type RouteDoc } from './route-doc.ts'

export const routeDocs: RouteDoc[] = [
  ...healthRouteDocs,
  ...exhibitionRouteDocs,
  ...drawRouteDocs,
  ...bookingRouteDocs,
  ...passRouteDocs,
  ...pledgeRouteDocs,
  ...deskRouteDocs,
]

type OpenApiDocument = Awaited<ReturnType<typeof generateSpecs>>

let written: Promise<OpenApiDocument> | undefined

/** The API's OpenAPI 3.1 document, from the schemas that the routes read and answer with. */
export const openApiDocument = (): Promise<OpenApiDocument> => (written ??= writeDocument())

async function writeDocument(): Promise<OpenApiDocument> {
  // Only ever read, never served: the routes themselves carry no documentation through every request.
  const documented = new Hono()
  for (const route of routeDocs) {
    const { method, path, refuses: _refuses, ...doc } = route
    const description = describeRoute({ ...doc, responses: { ...doc.responses, ...refusalResponses(route) } })
    documented.on(method.toUpperCase(), path, description, (c) => c.body(null))
  }
  const { components: problem } = await resolver(problemSchema).toOpenAPISchema()
  const { schema: idempotencyKey } = await resolver(idempotencyKeySchema).toOpenAPISchema()
  return generateSpecs(documented, {
    // `/openapi.json` and `calendar.ics` are routes, whatever their names look like.
    excludeStaticFile: false,
    documentation: {
      info: {
        title: 'Tamkeen',
        version: '1',
        description:
          'Exhibitions of productive families in Oman and their stalls, and what companies pledge to them. Errors are RFC 9457 problems; their codes are a closed list (ProblemCode).',
      },
      servers: [{ url: '/api/v1' }],
      tags: [
        { name: 'exhibitions', description: 'What anyone may read.' },
        { name: 'draws', description: 'Published draws, with everything needed to recompute them.' },
        { name: 'bookings', description: 'Claiming a stall and acting on a booking.' },
        { name: 'pledges', description: 'What is needed, what companies promise, and what came of it.' },
        { name: 'desk', description: 'For staff.' },
        { name: 'service', description: 'Whether the service runs, and this document.' },
      ],
      components: {
        schemas: problem?.schemas ?? {},
        parameters: {
          IdempotencyKey: idempotencyKeyParameter(idempotencyKey, true),
          OptionalIdempotencyKey: idempotencyKeyParameter(idempotencyKey, false),
        },
        securitySchemes: {
          manageToken: {
            type: 'http',
            scheme: 'bearer',
            description:
              'The `manageToken` of one booking or pledge, from the answer to it or from `POST /bookings/find` or `POST /pledges/find`.',
          },
          deskAccess: {
            type: 'apiKey',
            in: 'header',
            name: 'Cf-Access-Jwt-Assertion',
            description: 'Set by Cloudflare Access in front of the desk.',
          },
          deskToken: {
            type: 'http',
            scheme: 'bearer',
            description: 'A local run only: the token that `npm run desk:token -- <email>` prints.',
          },
        },
      },
    },
  })
}

const idempotencyKeyParameter = (schema: object, required: boolean) => ({
  in: 'header',
  name: 'Idempotency-Key',
  required,
  description: 'At least 128 random bits: 22 to 64 characters of `[A-Za-z0-9_-]`, or a UUID. Kept for 7 days.',
  schema,
})
