import type { Context } from 'hono'
import { extendSchema, reasonedSchema } from '../contract/desk-acts.ts'
import { actSchema } from '../contract/desk.ts'
import type { AppEnv } from '../http/app-env.ts'
import { mountDeskCalls } from '../http/mount-desk-calls.ts'
import { readAct } from '../http/read-act.ts'
import { sendRefusal } from '../http/send-refusal.ts'
import { readOptionalJson } from '../http/read-json.ts'
import { cancelExhibition } from './cancel-exhibition.ts'
import type { ExhibitionActOutcome } from './change-exhibition.ts'
import { closeExhibition } from './close-exhibition.ts'
import { extendExhibition } from './extend-exhibition.ts'
import { publishExhibition } from './publish-exhibition.ts'

const slugOf = (c: Context<AppEnv>) => c.req.param('slug') ?? ''

function sendExhibition(c: Context<AppEnv>, outcome: ExhibitionActOutcome): Response {
  if (outcome.ok) return c.json(outcome.exhibition)
  return sendRefusal(c, outcome)
}

export const exhibitionDeskRoutes = mountDeskCalls('exhibitions', {
  'POST /desk/exhibitions/:slug/publish': async (c, staff) => {
    const body = await readOptionalJson(c, actSchema)
    if (!body.ok) return body.response
    const request = { slug: slugOf(c), ...body.value }
    return sendExhibition(c, await publishExhibition(c.get('db'), staff, request, c.get('now')))
  },
  'POST /desk/exhibitions/:slug/extend': async (c, staff) => {
    const body = await readAct(c, extendSchema)
    if (!body.ok) return body.response
    const request = { slug: slugOf(c), ...body.value }
    return sendExhibition(c, await extendExhibition(c.get('db'), staff, request, c.get('now')))
  },
  'POST /desk/exhibitions/:slug/close': async (c, staff) => {
    const body = await readOptionalJson(c, actSchema)
    if (!body.ok) return body.response
    const request = { slug: slugOf(c), ...body.value }
    return sendExhibition(c, await closeExhibition(c.get('db'), staff, request, c.get('now')))
  },
  'POST /desk/exhibitions/:slug/cancel': async (c, staff) => {
    const body = await readAct(c, reasonedSchema)
    if (!body.ok) return body.response
    const request = { slug: slugOf(c), ...body.value }
    return sendExhibition(c, await cancelExhibition(c.get('db'), staff, request, c.get('now')))
  },
})
