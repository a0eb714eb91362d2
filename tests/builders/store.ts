import { env } from 'cloudflare:workers'
import type { Env } from '../../worker/env.ts'
import { openStore } from '../../worker/http/open-store.ts'

/** The bindings of the tests' workerd, with the D1 that the migrations were applied to. */
export const bindings = env as unknown as Env

export const db = await openStore(bindings)
export const d1 = bindings.DB
