import type { Context } from 'hono'
import { idempotencyKeySchema, parse } from '../contract/fields.ts'
import type { AppEnv } from './app-env.ts'
import { problem } from './problem.ts'
import type { ReadBody } from './read-json.ts'

/** The idempotency key of a staff call, which may go without: then each call is one of its own. */
export function readOptionalKey(c: Context<AppEnv>): ReadBody<string> {
  const key = parse(idempotencyKeySchema, c.req.header('Idempotency-Key') ?? crypto.randomUUID())
  if (key.ok) return key
  const errors = [{ field: 'Idempotency-Key', code: 'wrong_format' }]
  return { ok: false, response: problem(c, 'invalid_input', { errors }) }
}

/** The idempotency key that a public claim must carry. */
export function readKey(c: Context<AppEnv>): ReadBody<string> {
  if (c.req.header('Idempotency-Key')) return readOptionalKey(c)
  const errors = [{ field: 'Idempotency-Key', code: 'required' }]
  return { ok: false, response: problem(c, 'idempotency_key_missing', { errors }) }
}
