import type { Context } from 'hono'
import type * as v from 'valibot'
import type { Reason } from '../contract/booking.ts'
import { parseAct } from '../contract/desk-acts.ts'
import type { AppEnv } from './app-env.ts'
import { problem } from './problem.ts'
import type { ReadBody } from './read-json.ts'

/** A staff act's JSON body, read through its schema; the refusal is already an answer. An optional one may be absent. */
export async function readAct<const S extends v.GenericSchema<unknown, { reason: Reason | null }>>(
  c: Context<AppEnv>,
  schema: S,
  { isOptional = false } = {},
): Promise<ReadBody<v.InferOutput<S>>> {
  const text = await c.req.text()
  let body: unknown
  try {
    body = isOptional && text === '' ? {} : JSON.parse(text)
  } catch {
    return { ok: false, response: problem(c, 'malformed_json') }
  }
  const parsed = parseAct(schema, body)
  if (parsed.ok) return parsed
  return { ok: false, response: problem(c, parsed.reason, { errors: parsed.errors }) }
}
