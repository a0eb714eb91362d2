import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from './app-env.ts'
import { problem } from './problem.ts'

/** Writes are JSON. An act without any body needs no content type; a form's body is never taken for one. */
export const requireJson: MiddlewareHandler<AppEnv> = async (c, next) => {
  const isWrite = ['POST', 'PUT', 'PATCH', 'DELETE'].includes(c.req.method)
  const type = c.req.header('Content-Type')
  if (!isWrite || /^application\/json\s*(;|$)/i.test(type ?? '')) return next()
  const isEmpty = type === undefined && (c.req.raw.body === null || c.req.header('Content-Length') === '0')
  return isEmpty ? next() : problem(c, 'unsupported_media_type')
}
