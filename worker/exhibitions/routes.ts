import { Hono } from 'hono'
import { etag } from 'hono/etag'
import type { AppEnv } from '../http/app-env.ts'
import { onlyAllow } from '../http/only-allow.ts'
import { problem } from '../http/problem.ts'
import { listPublicExhibitions, readExhibitionJson, withoutMark } from './public-exhibitions.ts'

const publicHeaders = { 'Cache-Control': 'public, max-age=5' }

export const exhibitionRoutes = new Hono<AppEnv>()

exhibitionRoutes.get('/exhibitions', async (c) => {
  const { state, governorate } = c.req.query()
  const exhibitions = await listPublicExhibitions(c.get('db'), { state, governorate }, c.get('now'))
  return c.json({ exhibitions: exhibitions.map(withoutMark) }, 200, publicHeaders)
})
onlyAllow(exhibitionRoutes, '/exhibitions', 'GET')

exhibitionRoutes.get('/exhibitions/:slug', etag(), async (c) => {
  const read = await readExhibitionJson(c.get('db'), { slug: c.req.param('slug') }, c.get('now'))
  if (read === null) return problem(c, 'exhibition_not_found')
  return c.body(read, 200, { 'Content-Type': 'application/json', ...publicHeaders })
})
onlyAllow(exhibitionRoutes, '/exhibitions/:slug', 'GET')
