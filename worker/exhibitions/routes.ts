import { Hono } from 'hono'
import { etag } from 'hono/etag'
import { exhibitionStates } from '../contract/codes.ts'
import { withoutMark } from '../contract/mark.ts'
import { governorateIds } from '../contract/places.ts'
import type { AppEnv } from '../http/app-env.ts'
import { onlyAllow } from '../http/only-allow.ts'
import { problem } from '../http/problem.ts'
import { listExhibitors } from './list-exhibitors.ts'
import { readResults } from './read-results.ts'
import { listPublicExhibitions, readExhibitionJson } from './public-exhibitions.ts'

const publicHeaders = { 'Cache-Control': 'public, max-age=5' }

export const exhibitionRoutes = new Hono<AppEnv>()

exhibitionRoutes.get('/exhibitions', async (c) => {
  const { state, governorate } = c.req.query()
  const unknown = [
    ...(state && !exhibitionStates.some((known) => known === state) ? ['state'] : []),
    ...(governorate && !governorateIds.includes(governorate) ? ['governorate'] : []),
  ]
  if (unknown.length > 0) {
    return problem(c, 'invalid_input', { errors: unknown.map((field) => ({ field, code: 'unknown' })) })
  }
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

exhibitionRoutes.get('/exhibitions/:slug/exhibitors', async (c) => {
  const outcome = await listExhibitors(c.get('db'), { slug: c.req.param('slug') }, c.get('now'))
  if (!outcome.ok) return problem(c, outcome.reason)
  return c.json({ exhibitors: outcome.exhibitors }, 200, publicHeaders)
})
onlyAllow(exhibitionRoutes, '/exhibitions/:slug/exhibitors', 'GET')

exhibitionRoutes.get('/exhibitions/:slug/results', async (c) => {
  const outcome = await readResults(c.get('db'), { slug: c.req.param('slug') }, c.get('now'))
  if (!outcome.ok) return problem(c, outcome.reason)
  return c.json(outcome.page.results, 200, publicHeaders)
})
onlyAllow(exhibitionRoutes, '/exhibitions/:slug/results', 'GET')
