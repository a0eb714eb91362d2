import type { Context } from 'hono'
import { drawSchema, freezeSchema, redrawSchema } from '../contract/draw.ts'
import type { AppEnv } from '../http/app-env.ts'
import { mountDeskCalls } from '../http/mount-desk-calls.ts'
import { readJson, readOptionalJson } from '../http/read-json.ts'
import { sendRefusal } from '../http/send-refusal.ts'
import { drawExhibition } from './draw-exhibition.ts'
import { freezeExhibition } from './freeze-exhibition.ts'
import { proposeCeremonyValue, type ProposeDrawActOutcome } from './propose-ceremony-value.ts'
import { proposeRedraw } from './propose-redraw.ts'
import { readDraw } from './read-draw.ts'

const slugOf = (c: Context<AppEnv>) => c.req.param('slug') ?? ''

const sendProposal = (c: Context<AppEnv>, outcome: ProposeDrawActOutcome): Response =>
  outcome.ok ? c.json({ proposal: outcome.proposal }, 202) : sendRefusal(c, outcome)

export const drawDeskRoutes = mountDeskCalls('draws', {
  'POST /desk/exhibitions/:slug/freeze': async (c, staff) => {
    const body = await readJson(c, freezeSchema)
    if (!body.ok) return body.response
    const outcome = await freezeExhibition(c.get('db'), staff, { slug: slugOf(c), ...body.value }, c.get('now'))
    return outcome.ok ? c.json(outcome.draw) : sendRefusal(c, outcome)
  },
  'POST /desk/exhibitions/:slug/draw': async (c, staff) => {
    const body = await readOptionalJson(c, drawSchema)
    if (!body.ok) return body.response
    const [db, now, slug] = [c.get('db'), c.get('now'), slugOf(c)]
    const found = await readDraw(db, { slug })
    const { version } = body.value
    const isCeremony = found.ok && found.draw.state === 'frozen' && found.draw.source.kind === 'ceremony'
    if (isCeremony) {
      const request = { slug, version, value: body.value.value ?? null }
      return sendProposal(c, await proposeCeremonyValue(db, staff, request, now))
    }
    const outcome = await drawExhibition(db, staff, { slug, version }, now)
    return outcome.ok ? c.json(outcome.draw) : sendRefusal(c, outcome)
  },
  'POST /desk/exhibitions/:slug/redraw': async (c, staff) => {
    const body = await readJson(c, redrawSchema)
    if (!body.ok) return body.response
    const request = { slug: slugOf(c), ...body.value }
    return sendProposal(c, await proposeRedraw(c.get('db'), staff, request, c.get('now')))
  },
})
