import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { bodyBytesMax, planBytesMax } from '../contract/limits.ts'
import type { AppEnv } from './app-env.ts'
import { refuse } from './refuse.ts'

/** Where a whole hall is sent at once: its page at the desk and its call. */
const wholePlans = /^\/(?:(?:ar|en)|api\/v1)\/desk\/exhibitions\/[^/]+\/plan\/?$/

const atMost = (maxSize: number): MiddlewareHandler<AppEnv> =>
  bodyLimit({ maxSize, onError: (c) => refuse(c, 'body_too_large') })

const [usual, whole] = [atMost(bodyBytesMax), atMost(planBytesMax)]

export const limitBody: MiddlewareHandler<AppEnv> = (c, next) => (wholePlans.test(c.req.path) ? whole : usual)(c, next)
