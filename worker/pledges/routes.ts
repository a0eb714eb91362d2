import { Hono, type Context } from 'hono'
import { withoutMark } from '../contract/mark.ts'
import { governorateIds } from '../contract/places.ts'
import { lineKinds, needStates } from '../contract/pledge-codes.ts'
import { findPledgeSchema, makePledgeSchema, proposeChangeSchema } from '../contract/pledge.ts'

import type { AppEnv } from '../http/app-env.ts'
import { holderCredential } from '../http/holder-credential.ts'
import { onlyAllow } from '../http/only-allow.ts'
import { problem } from '../http/problem.ts'
import { readJson } from '../http/read-json.ts'
import { readKey } from '../http/read-key.ts'
import { clientAddress } from '../http/render-page.ts'
import { sendRefusal } from '../http/send-refusal.ts'
import type { ActOnOwnPledgeOutcome } from './act-as-company.ts'
import { findPledgeByContact } from './find-pledge.ts'
import { listNeeds, readNeed } from './list-needs.ts'
import { makePledge } from './make-pledge.ts'
import { proposeChange } from './propose-change.ts'
import { readImpact } from './read-impact.ts'
import { readPledge } from './read-pledge.ts'
import { readRecognition } from './read-recognition.ts'
import { readYear } from './reading-year.ts'
import { takeBackChange } from './take-back-change.ts'
import { withdrawPledge } from './withdraw-pledge.ts'

const publicHeaders = { 'Cache-Control': 'public, max-age=5' }
const privateHeaders = { 'Cache-Control': 'no-store' }

export const pledgeRoutes = new Hono<AppEnv>()

const filters: Record<string, readonly string[]> = { governorate: governorateIds, kind: lineKinds, state: needStates }

pledgeRoutes.get('/needs', async (c) => {
  const query = c.req.query()
  const unknown = Object.keys(filters).filter((field) => query[field] && !filters[field]?.includes(query[field]))
  if (unknown.length > 0) {
    return problem(c, 'invalid_input', { errors: unknown.map((field) => ({ field, code: 'unknown' })) })
  }
  const { governorate, kind, exhibition, state } = query
  const needs = await listNeeds(c.get('db'), { governorate, kind, exhibition, state }, c.get('now'))
  return c.json({ needs: needs.map(withoutMark) }, 200, publicHeaders)
})
onlyAllow(pledgeRoutes, '/needs', 'GET')

pledgeRoutes.get('/needs/:id', async (c) => {
  const outcome = await readNeed(c.get('db'), { id: c.req.param('id') })
  return outcome.ok ? c.json(withoutMark(outcome.need), 200, publicHeaders) : problem(c, outcome.reason)
})
onlyAllow(pledgeRoutes, '/needs/:id', 'GET')

pledgeRoutes.get('/recognition', async (c) => {
  const asked = readYear(c.req.query('year'), c.get('now'))
  if (!asked.ok) return problem(c, asked.reason, { errors: asked.errors })
  const recognition = await readRecognition(c.get('db'), { year: asked.year }, c.get('now'))
  return c.json(withoutMark(recognition), 200, publicHeaders)
})
onlyAllow(pledgeRoutes, '/recognition', 'GET')

pledgeRoutes.get('/impact', async (c) => {
  const asked = readYear(c.req.query('year'), c.get('now'))
  if (!asked.ok) return problem(c, asked.reason, { errors: asked.errors })
  return c.json(await readImpact(c.get('db'), { year: asked.year }, c.get('now')), 200, publicHeaders)
})
onlyAllow(pledgeRoutes, '/impact', 'GET')

pledgeRoutes.post('/pledges', async (c) => {
  const key = readKey(c)
  if (!key.ok) return key.response
  const body = await readJson(c, makePledgeSchema)
  if (!body.ok) return body.response
  const who = { address: clientAddress(c) }
  const outcome = await makePledge(c.get('db'), who, { body: body.value, idempotencyKey: key.value }, c.get('now'))
  if (outcome.ok) return c.json(outcome.pledge, 201, privateHeaders)
  if (outcome.reason !== 'idempotency_key_reused') return sendRefusal(c, outcome)
  return problem(c, outcome.reason, { errors: [{ field: 'Idempotency-Key', code: 'not_allowed' }] })
})
onlyAllow(pledgeRoutes, '/pledges', 'POST')

pledgeRoutes.post('/pledges/find', async (c) => {
  const body = await readJson(c, findPledgeSchema)
  if (!body.ok) return body.response
  const outcome = await findPledgeByContact(c.get('db'), { address: clientAddress(c) }, body.value, c.get('now'))
  if (!outcome.ok) return problem(c, outcome.reason)
  return c.json({ manageToken: outcome.manageToken }, 200, privateHeaders)
})
onlyAllow(pledgeRoutes, '/pledges/find', 'POST')

pledgeRoutes.get('/pledges/:reference', async (c) => {
  const who = holderCredential(c)
  if (!who) return problem(c, 'token_required')
  return sendPledge(c, await readPledge(c.get('db'), who, c.get('now')))
})
onlyAllow(pledgeRoutes, '/pledges/:reference', 'GET')

const acts = { withdraw: withdrawPledge, 'take-back-change': takeBackChange }
for (const [name, act] of Object.entries(acts)) {
  pledgeRoutes.post(`/pledges/:reference/${name}`, async (c) => {
    const who = holderCredential(c)
    if (!who) return problem(c, 'token_required')
    return sendPledge(c, await act(c.get('db'), who, c.get('now')))
  })
  onlyAllow(pledgeRoutes, `/pledges/:reference/${name}`, 'POST')
}

pledgeRoutes.post('/pledges/:reference/propose-change', async (c) => {
  const who = holderCredential(c)
  if (!who) return problem(c, 'token_required')
  const body = await readJson(c, proposeChangeSchema)
  if (!body.ok) return body.response
  return sendPledge(c, await proposeChange(c.get('db'), who, body.value, c.get('now')))
})
onlyAllow(pledgeRoutes, '/pledges/:reference/propose-change', 'POST')

const sendPledge = (c: Context<AppEnv>, outcome: ActOnOwnPledgeOutcome): Response =>
  outcome.ok ? c.json(withoutMark(outcome.pledge), 200, privateHeaders) : sendRefusal(c, outcome)
