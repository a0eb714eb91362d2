import type { Context } from 'hono'
import { extendSchema, reasonedSchema } from '../contract/desk-acts.ts'
import { actSchema } from '../contract/desk.ts'
import { editExhibitionSchema, makeExhibitionSchema } from '../contract/exhibition-editing.ts'
import { savePlanSchema } from '../contract/plan.ts'
import type { AppEnv } from '../http/app-env.ts'
import { mountDeskCalls, type DeskAnswer } from '../http/mount-desk-calls.ts'
import { readAct } from '../http/read-act.ts'
import { sendRefusal } from '../http/send-refusal.ts'
import { readJson, readOptionalJson } from '../http/read-json.ts'
import { cancelExhibition } from './cancel-exhibition.ts'
import type { ExhibitionActOutcome } from './change-exhibition.ts'
import { closeExhibition } from './close-exhibition.ts'
import { extendExhibition } from './extend-exhibition.ts'
import { editExhibition } from './edit-exhibition.ts'
import { listAllExhibitions } from './list-all-exhibitions.ts'
import { makeExhibition } from './make-exhibition.ts'
import { publishExhibition } from './publish-exhibition.ts'
import { readDeskExhibition } from './read-desk-exhibition.ts'
import { savePlan } from './save-plan.ts'

const slugOf = (c: Context<AppEnv>) => c.req.param('slug') ?? ''

function sendExhibition(c: Context<AppEnv>, outcome: ExhibitionActOutcome): Response {
  if (outcome.ok) return c.json(outcome.exhibition)
  return sendRefusal(c, outcome)
}

/** What managers edit, as it stands now. */
async function sendPlanned(
  c: Context<AppEnv>,
  staff: Parameters<DeskAnswer>[1],
  outcome: { ok: true } | Extract<ExhibitionActOutcome, { ok: false }>,
): Promise<Response> {
  if (!outcome.ok) return sendRefusal(c, outcome)
  const found = await readDeskExhibition(c.get('db'), staff, { slug: slugOf(c) }, c.get('now'))
  return found.ok ? c.json(found.exhibition) : sendRefusal(c, found)
}

export const exhibitionDeskRoutes = mountDeskCalls('exhibitions', {
  'GET /desk/exhibitions': async (c, staff) => {
    const request = { state: c.req.query('state'), cursor: c.req.query('cursor') }
    const outcome = await listAllExhibitions(c.get('db'), staff, request, c.get('now'))
    if (!outcome.ok) return sendRefusal(c, outcome)
    return c.json({ items: outcome.items, nextCursor: outcome.nextCursor })
  },
  'POST /desk/exhibitions': async (c, staff) => {
    const body = await readJson(c, makeExhibitionSchema)
    if (!body.ok) return body.response
    const outcome = await makeExhibition(c.get('db'), staff, body.value, c.get('now'))
    return outcome.ok ? c.json(outcome.exhibition, 201) : sendRefusal(c, outcome)
  },
  'GET /desk/exhibitions/:slug': (c, staff) => sendPlanned(c, staff, { ok: true }),
  'PATCH /desk/exhibitions/:slug': async (c, staff) => {
    const body = await readJson(c, editExhibitionSchema)
    if (!body.ok) return body.response
    const request = { slug: slugOf(c), ...body.value }
    return sendPlanned(c, staff, await editExhibition(c.get('db'), staff, request, c.get('now')))
  },
  'PUT /desk/exhibitions/:slug/plan': async (c, staff) => {
    const body = await readJson(c, savePlanSchema)
    if (!body.ok) return body.response
    const request = { slug: slugOf(c), ...body.value }
    return sendPlanned(c, staff, await savePlan(c.get('db'), staff, request, c.get('now')))
  },
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
