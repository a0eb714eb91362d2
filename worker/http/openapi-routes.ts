import { Hono } from 'hono'
import type { AppEnv } from './app-env.ts'
import { onlyAllow } from './only-allow.ts'
import { renderPage } from './render-page.ts'

export const openApiRoutes = new Hono<AppEnv>()

// The built document is a static file, which is found before the Worker; `astro dev` renders it.
openApiRoutes.get('/openapi.json', (c) => renderPage(c))
onlyAllow(openApiRoutes, '/openapi.json', 'GET')
