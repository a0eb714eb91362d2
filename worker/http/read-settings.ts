import type { MiddlewareHandler } from 'hono'
import { isStale, refreshSettings } from '../office/kept-settings.ts'
import type { AppEnv } from './app-env.ts'
import { describeFault } from './describe-fault.ts'
import { isApi } from './is-api.ts'

/**
 * Keeps what operators set known to the isolate. A page that is read waits for a reading that is due, so that a notice
 * stands on it; whatever writes goes on with what is known, and the reading follows its answer.
 */
export const readSettings: MiddlewareHandler<AppEnv> = async (c, next) => {
  const db = c.get('db')
  const refresh = () =>
    refreshSettings(db, c.get('now')).catch((error: Error) =>
      console.error(JSON.stringify({ requestId: c.get('requestId'), ...describeFault(error) })),
    )
  const isReading = c.req.method === 'GET' || c.req.method === 'HEAD'
  const isDue = isStale(db, c.get('now'))
  if (isDue && isReading && !isApi(c.req.path)) await refresh()
  await next()
  if (isDue && (!isReading || isApi(c.req.path))) c.executionCtx.waitUntil(refresh())
}
