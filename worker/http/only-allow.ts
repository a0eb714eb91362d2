import type { Hono } from 'hono'
import type { AppEnv } from './app-env.ts'
import { problem } from './problem.ts'

/** Answers 405 with `Allow` to every other method of a path. Call it after the path's handlers. */
export function onlyAllow(routes: Hono<AppEnv>, path: string, ...methods: ('GET' | 'POST' | 'PUT' | 'PATCH')[]): void {
  const allow = methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).join(', ')
  routes.all(path, (c) => problem(c, 'method_not_allowed', { allow }))
}
