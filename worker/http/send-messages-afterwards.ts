import type { MiddlewareHandler } from 'hono'
import { deliverAfterResponse } from '../notifications/deliver-after-response.ts'
import type { AppEnv } from './app-env.ts'
import { describeFault } from './describe-fault.ts'

const readingMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/** A request that wrote may have written messages: they go out after its answer, and cannot spoil it. */
export const sendMessagesAfterwards: MiddlewareHandler<AppEnv> = async (c, next) => {
  await next()
  if (readingMethods.has(c.req.method) || c.res.status >= 400) return
  const delivery = deliverAfterResponse(c.get('db'), Date.now()).catch((error: Error) =>
    console.error(JSON.stringify({ requestId: c.get('requestId'), ...describeFault(error) })),
  )
  c.executionCtx.waitUntil(delivery)
}
