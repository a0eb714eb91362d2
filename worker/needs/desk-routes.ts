import { createNeedSchema, editNeedSchema } from '../contract/desk-needs.ts'
import { mountDeskCalls } from '../http/mount-desk-calls.ts'
import { readJson } from '../http/read-json.ts'
import { readOptionalKey } from '../http/read-key.ts'
import { sendRefusal } from '../http/send-refusal.ts'
import { createNeed } from './create-need.ts'
import { editNeed } from './edit-need.ts'
import { listDeskNeeds } from './list-desk-needs.ts'

export const needDeskRoutes = mountDeskCalls('needs', {
  'GET /desk/needs': async (c, staff) => {
    const [state, governorate, cursor] = [c.req.query('state'), c.req.query('governorate'), c.req.query('cursor')]
    const outcome = await listDeskNeeds(c.get('db'), staff, { state, governorate, cursor })
    if (!outcome.ok) return sendRefusal(c, outcome)
    return c.json({ items: outcome.items, nextCursor: outcome.nextCursor })
  },
  'POST /desk/needs': async (c, staff) => {
    const key = readOptionalKey(c)
    if (!key.ok) return key.response
    const body = await readJson(c, createNeedSchema)
    if (!body.ok) return body.response
    const request = { body: body.value, idempotencyKey: key.value }
    const outcome = await createNeed(c.get('db'), staff, request, c.get('now'))
    return outcome.ok ? c.json(outcome.need, 201) : sendRefusal(c, outcome)
  },
  'PATCH /desk/needs/:id': async (c, staff) => {
    const body = await readJson(c, editNeedSchema)
    if (!body.ok) return body.response
    const request = { id: c.req.param('id') ?? '', ...body.value }
    const outcome = await editNeed(c.get('db'), staff, request, c.get('now'))
    return outcome.ok ? c.json(outcome.need) : sendRefusal(c, outcome)
  },
})
