import { Hono } from 'hono'
import type { AppEnv } from './app-env.ts'
import { onlyAllow } from './only-allow.ts'

export const openApiRoutes = new Hono<AppEnv>()

openApiRoutes.get('/openapi.json', async (c) => {
  // Loaded by its first reader: schemas and generator are no part of the Worker's start.
  const { openApiDocument } = await import('./openapi.ts')
  return c.json(await openApiDocument(), 200, { 'Cache-Control': 'public, max-age=300' })
})
onlyAllow(openApiRoutes, '/openapi.json', 'GET')
