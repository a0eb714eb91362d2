import { Hono } from 'hono'
import { readReady } from '../../db/queries/ready.ts'
import type { AppEnv } from './app-env.ts'
import { onlyAllow } from './only-allow.ts'
import { problem } from './problem.ts'

export const healthRoutes = new Hono<AppEnv>()

const headers = { 'Cache-Control': 'no-store' }

healthRoutes.get('/health', (c) => c.json({ status: 'ok' }, 200, headers))
onlyAllow(healthRoutes, '/health', 'GET')

healthRoutes.get('/ready', async (c) => {
  const isReady = await readReady(c.get('db').d1).catch(() => false)
  return isReady ? c.json({ status: 'ready' }, 200, headers) : problem(c, 'busy')
})
onlyAllow(healthRoutes, '/ready', 'GET')
