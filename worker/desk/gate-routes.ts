import type { Context } from 'hono'
import { checkInsSchema } from '../contract/gate.ts'
import type { AppEnv } from '../http/app-env.ts'
import { mountDeskCalls } from '../http/mount-desk-calls.ts'
import { readJson } from '../http/read-json.ts'
import { sendRefusal } from '../http/send-refusal.ts'
import { mergeCheckIns } from './merge-check-ins.ts'
import { signGateList } from './sign-gate-list.ts'

const slugOf = (c: Context<AppEnv>) => c.req.param('slug') ?? ''

export const gateRoutes = mountDeskCalls('gate', {
  'GET /desk/exhibitions/:slug/gate-list': async (c, staff) => {
    const outcome = await signGateList(c.get('db'), staff, { slug: slugOf(c) }, c.get('now'))
    return outcome.ok ? c.json(outcome.list) : sendRefusal(c, outcome)
  },
  'POST /desk/exhibitions/:slug/check-ins': async (c, staff) => {
    const body = await readJson(c, checkInsSchema)
    if (!body.ok) return body.response
    const request = { slug: slugOf(c), checkIns: body.value.checkIns }
    const outcome = await mergeCheckIns(c.get('db'), staff, request, c.get('now'))
    return outcome.ok ? c.json({ results: outcome.results }) : sendRefusal(c, outcome)
  },
})
