import { handle } from '@astrojs/cloudflare/handler'
import type { Context } from 'hono'
import type { Bilingual } from '../contract/exhibition.ts'
import { keptSettings } from '../office/kept-settings.ts'
import type { AppEnv } from './app-env.ts'

/** What a page finds in `Astro.locals.cfContext`: the execution context and what the door opened. */
export interface PageContext {
  db: AppEnv['Variables']['db']
  now: number
  requestId: string
  address: string
  /** The path that was asked for; a refusal's page is rendered at another. */
  asked: string
  /** What operators tell every visitor of a page that is rendered; null when they say nothing. */
  notice: Bilingual | null
  /** Whoever is signed in, on desk pages; absent everywhere else. */
  staff: AppEnv['Variables']['staff']
  /** Where a page's fault is put, for app.ts to answer. */
  fault: { error?: unknown }
}

/** Renders an Astro page; `path` replaces the request's own for refusals. */
export async function renderPage(c: Context<AppEnv>, path?: string): Promise<Response> {
  const fault: PageContext['fault'] = {}
  const request = path ? new Request(new URL(path, c.req.url), { headers: c.req.raw.headers }) : c.req.raw
  const { executionCtx } = c
  const context = {
    waitUntil: (promise: Promise<unknown>) => executionCtx.waitUntil(promise),
    passThroughOnException: () => executionCtx.passThroughOnException(),
    props: {
      db: c.get('db'),
      now: c.get('now'),
      requestId: c.get('requestId'),
      address: clientAddress(c),
      asked: new URL(c.req.url).pathname,
      notice: keptSettings(c.get('db')).notice,
      staff: c.get('staff'),
      fault,
    } satisfies PageContext,
  }
  // The adapter's types are Cloudflare's global ones; the values are the same.
  const page = (await handle(request as never, c.env as never, context as never)) as unknown as Response
  if ('error' in fault) throw fault.error
  return page
}

/** The address that limits count: Cloudflare sets it, a client cannot. */
export const clientAddress = (c: Context<AppEnv>): string => c.req.header('CF-Connecting-IP') ?? 'unknown'
