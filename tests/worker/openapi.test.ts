import { Validator } from '@cfworker/json-schema'
import { expect, test } from 'vitest'
import { app } from '../../worker/app.ts'
import { problemCodes, problemStatus } from '../../worker/contract/problem.ts'
import { openApiDocument } from '../../worker/http/openapi.ts'
import { bookingBody, newKey, nextPhone } from '../builders/booking.ts'
import { buildExhibition } from '../builders/exhibition.ts'
import { bindings } from '../builders/store.ts'

test('x', async () => {
  console.log(JSON.stringify(await openApiDocument(), null, 1))
  console.log(app.routes.map((r) => `${r.method} ${r.path}`).join('\n'))
})
