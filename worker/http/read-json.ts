import type { Context } from 'hono'
import type * as v from 'valibot'
import { parse } from '../contract/fields.ts'
import type { AppEnv } from './app-env.ts'
import { problem } from './problem.ts'

export type ReadBody<T> = { ok: true; value: T } | { ok: false; response: Response }

/** A write's JSON body, read through its schema; the refusal is already an answer. */
export async function readJson<const S extends v.GenericSchema>(
  c: Context<AppEnv>,
  schema: S,
): Promise<ReadBody<v.InferOutput<S>>> {
  let body: unknown
  try {
    body = JSON.parse(await c.req.text())
  } catch {
    return { ok: false, response: problem(c, 'malformed_json') }
  }
  const parsed = parse(schema, body)
  if (parsed.ok) return parsed
  return { ok: false, response: problem(c, 'invalid_input', { errors: parsed.errors }) }
}

/** The same for a write whose body may be absent. */
export async function readOptionalJson<const S extends v.GenericSchema>(
  c: Context<AppEnv>,
  schema: S,
): Promise<ReadBody<v.InferOutput<S>>> {
  const nothing = (await c.req.text()) === '' ? parse(schema, {}) : null
  return nothing?.ok ? nothing : readJson(c, schema)
}
