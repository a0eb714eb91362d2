import { Hono } from 'hono'
import { etag } from 'hono/etag'
import type { AppEnv } from './app-env.ts'
import { onlyAllow } from './only-allow.ts'
import { renderPage } from './render-page.ts'

export const openApiRoutes = new Hono<AppEnv>()

openApiRoutes.get('/openapi.json', etag(), async (c) => {
  const file = await renderPage(c)
  // A file's headers cannot be changed, and its policy is that of the site's files.
  const headers = new Headers(file.headers)
  headers.delete('Content-Security-Policy')
  return new Response(file.body, { status: file.status, headers })
})
onlyAllow(openApiRoutes, '/openapi.json', 'GET')
