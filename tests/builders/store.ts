import { env } from 'cloudflare:workers'
import type { Env } from '../../worker/env.ts'
import { openStore } from '../../worker/http/open-store.ts'

/** The bindings of the tests' workerd, with the D1 that the migrations were applied to. */
export const bindings = env as unknown as Env

/** The limits have tests of their own; verbs called through this store claim as often as they like. */
export const db = {
  ...(await openStore(bindings)),
  limits: { allowsClaim: async () => true, allowsFind: async () => true },
}
export const d1 = bindings.DB
