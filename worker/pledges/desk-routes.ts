import type { Context } from 'hono'
import type * as v from 'valibot'
import { reasonedSchema } from '../contract/desk-acts.ts'
import { actSchema } from '../contract/desk.ts'
import {
  acceptPledgeSchema,
  receiveLineSchema,
  sustainLineSchema,
  verifyPledgeSchema,
  writeOffLineSchema,
} from '../contract/desk-pledge-acts.ts'
import { enterPledgeSchema } from '../contract/pledge.ts'
import { normaliseReference } from '../contract/text.ts'
import type { AppEnv } from '../http/app-env.ts'
import { mountDeskCalls, type DeskAnswer } from '../http/mount-desk-calls.ts'
import { readAct } from '../http/read-act.ts'
import { readJson, readOptionalJson, type ReadBody } from '../http/read-json.ts'
import { readOptionalKey } from '../http/read-key.ts'
import { sendRefusal } from '../http/send-refusal.ts'
import type { Store } from '../store.ts'
import { acceptPledge } from './accept-pledge.ts'
import type { ActOnLine, ActOnPledgeOutcome } from './act-on-pledge.ts'
import { agreeChange } from './agree-change.ts'
import { declinePledge } from './decline-pledge.ts'
import { enterPledge } from './enter-pledge.ts'
import { listDeskPledges } from './list-desk-pledges.ts'
import { readDeskPledge } from './read-desk-pledge.ts'
import { receiveLine } from './receive-line.ts'
import { refuseChange } from './refuse-change.ts'
import { reverseLine } from './reverse-line.ts'
import { sustainLine } from './sustain-line.ts'
import { verifyPledge } from './verify-pledge.ts'
import { writeOffLine } from './write-off-line.ts'

const referenceOf = (c: Context<AppEnv>) => normaliseReference(c.req.param('reference') ?? '')

/** A number that is no line's is answered like a line that is not there. */
const lineOf = (c: Context<AppEnv>) => Number(/^[1-9]\d{0,3}$/.exec(c.req.param('n') ?? '')?.[0] ?? 0)

type Act<T> = (
  db: Store,
  staff: Parameters<DeskAnswer>[1],
  request: ActOnLine & T,
  now: number,
) => Promise<ActOnPledgeOutcome>

/** An act on a pledge or one of its lines; its answer is the pledge. */
const answerWith =
  <T>(read: (c: Context<AppEnv>) => Promise<ReadBody<T>>, act: Act<T>): DeskAnswer =>
  async (c, staff) => {
    const body = await read(c)
    if (!body.ok) return body.response
    const request = { ...body.value, reference: referenceOf(c), n: lineOf(c) }
    const outcome = await act(c.get('db'), staff, request, c.get('now'))
    return outcome.ok ? c.json(outcome.pledge) : sendRefusal(c, outcome)
  }

const bodyOf =
  <const S extends v.GenericSchema>(schema: S) =>
  (c: Context<AppEnv>) =>
    readJson(c, schema)
const maybeBodyOf =
  <const S extends v.GenericSchema>(schema: S) =>
  (c: Context<AppEnv>) =>
    readOptionalJson(c, schema)
const reasonedBody = (c: Context<AppEnv>) => readAct(c, reasonedSchema)

export const pledgeDeskRoutes = mountDeskCalls('pledges', {
  'GET /desk/pledges': async (c, staff) => {
    const request = { state: c.req.query('state'), cursor: c.req.query('cursor') }
    const outcome = await listDeskPledges(c.get('db'), staff, request)
    if (!outcome.ok) return sendRefusal(c, outcome)
    return c.json({ items: outcome.items, nextCursor: outcome.nextCursor })
  },
  'POST /desk/pledges': async (c, staff) => {
    const key = readOptionalKey(c)
    if (!key.ok) return key.response
    const body = await readJson(c, enterPledgeSchema)
    if (!body.ok) return body.response
    const request = { body: body.value, idempotencyKey: key.value }
    const outcome = await enterPledge(c.get('db'), staff, request, c.get('now'))
    if (outcome.ok) {
      const { reference } = outcome.pledge
      const page = `/${body.value.language}/desk/pledges/${reference}/`
      return c.json({ ...outcome.pledge, links: { self: `/api/v1/desk/pledges/${reference}`, page } }, 201)
    }
    if (outcome.reason !== 'idempotency_key_reused') return sendRefusal(c, outcome)
    return sendRefusal(c, { ...outcome, errors: [{ field: 'Idempotency-Key', code: 'not_allowed' }] })
  },
  'GET /desk/pledges/:reference': async (c, staff) => {
    const outcome = await readDeskPledge(c.get('db'), staff, { reference: referenceOf(c) }, c.get('now'))
    return outcome.ok ? c.json(outcome.pledge) : sendRefusal(c, outcome)
  },
  'POST /desk/pledges/:reference/verify': answerWith(maybeBodyOf(verifyPledgeSchema), verifyPledge),
  'POST /desk/pledges/:reference/accept': answerWith(maybeBodyOf(acceptPledgeSchema), acceptPledge),
  'POST /desk/pledges/:reference/decline': answerWith(reasonedBody, declinePledge),
  'POST /desk/pledges/:reference/agree-change': answerWith(maybeBodyOf(actSchema), agreeChange),
  'POST /desk/pledges/:reference/refuse-change': answerWith(reasonedBody, refuseChange),
  'POST /desk/pledges/:reference/lines/:n/receive': answerWith(bodyOf(receiveLineSchema), receiveLine),
  'POST /desk/pledges/:reference/lines/:n/reverse': answerWith(reasonedBody, reverseLine),
  'POST /desk/pledges/:reference/lines/:n/write-off': async (c, staff) => {
    const body = await readAct(c, writeOffLineSchema, { isOptional: true })
    if (!body.ok) return body.response
    const request = { ...body.value, reference: referenceOf(c), n: lineOf(c) }
    const outcome = await writeOffLine(c.get('db'), staff, request, c.get('now'))
    return outcome.ok ? c.json({ proposal: outcome.proposal }, 202) : sendRefusal(c, outcome)
  },
  'POST /desk/pledges/:reference/lines/:n/sustain': answerWith(bodyOf(sustainLineSchema), sustainLine),
})
