import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from './app-env.ts'
import { isApi } from './is-api.ts'

/** On every answer of the Worker; the generated `_headers` gives static files the same (a test compares them). */
export const securityHeaders = {
  'X-Content-Type-Options': 'nosniff',
  // `no-referrer` would make browsers send `Origin: null` with our own forms.
  'Referrer-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(self), geolocation=(self), microphone=(), payment=(), usb=(), browsing-topics=()',
  'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
  'X-Frame-Options': 'DENY',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
} as const

const apiPolicy = "default-src 'none'; frame-ancestors 'none'"

/** Astro writes the policy of its pages, with their hashes; only what a meta element cannot carry is added. */
function contentSecurityPolicy(headers: Headers): string {
  const own = headers.get('Content-Security-Policy')
  if (own === null) return apiPolicy
  return own.includes('frame-ancestors') ? own : `${own.replace(/;\s*$/, '')}; frame-ancestors 'none'`
}

export const sendSecurityHeaders: MiddlewareHandler<AppEnv> = async (c, next) => {
  await next()
  // Answers that come from assets have headers that cannot be changed; the API makes its own.
  const response = isApi(c.req.path) ? c.res : new Response(c.res.body, c.res)
  for (const [name, value] of Object.entries(securityHeaders)) response.headers.set(name, value)
  response.headers.set('X-Request-Id', c.get('requestId'))
  response.headers.set('Content-Security-Policy', contentSecurityPolicy(response.headers))
  if (response === c.res) return
  c.res = undefined
  c.res = response
}
