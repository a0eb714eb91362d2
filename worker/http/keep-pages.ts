import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from './app-env.ts'

interface KeptPage {
  body: ArrayBuffer
  headers: [string, string][]
  untilMs: number
}

const pagesMax = 100

/**
 * Keeps pages that are made of content alone, by their whole address. They are kept in the isolate, which a new
 * deployment starts afresh: the Cache API would go on answering with pages that name the styles of the one before.
 */
export function keepPages(milliseconds: number): MiddlewareHandler<AppEnv> {
  const kept = new Map<string, KeptPage>()
  return async (c, next) => {
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') return next()
    const { pathname, search } = new URL(c.req.url)
    const known = kept.get(pathname + search)
    if (known && known.untilMs > c.get('now')) return new Response(known.body, { headers: known.headers })
    await next()
    if (c.req.method !== 'GET' || c.res.status !== 200) return
    const body = await c.res.clone().arrayBuffer()
    if (kept.size >= pagesMax) kept.clear()
    kept.set(pathname + search, { body, headers: [...c.res.headers], untilMs: c.get('now') + milliseconds })
  }
}
