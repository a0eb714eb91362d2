import { Hono } from 'hono'
import { etag } from 'hono/etag'
import type { AppEnv } from '../http/app-env.ts'
import { onlyAllow } from '../http/only-allow.ts'
import { problem } from '../http/problem.ts'
import { listExhibitions } from './list-exhibitions.ts'
import { keepFor } from './public-cache.ts'
import { readExhibition } from './read-exhibition.ts'

const keptMs = 5_000
const publicHeaders = { 'Cache-Control': 'public, max-age=5' }

export const exhibitionRoutes = new Hono<AppEnv>()

exhibitionRoutes.get('/exhibitions', async (c) => {
  const { state, governorate } = c.req.query()
  const name = `list:${JSON.stringify([state, governorate])}`
  const exhibitions = await keepFor(name, keptMs, c.get('now'), () =>
    listExhibitions(c.get('db'), { state, governorate }, c.get('now')),
  )
  return c.json({ exhibitions }, 200, publicHeaders)
})
onlyAllow(exhibitionRoutes, '/exhibitions', 'GET')

exhibitionRoutes.get('/exhibitions/:slug', etag(), async (c) => {
  const slug = c.req.param('slug')
  const read = await keepFor(`exhibition:${slug}`, keptMs, c.get('now'), async () => {
    const outcome = await readExhibition(c.get('db'), { slug }, c.get('now'))
    // Kept as text: a popular plan is written out once, not for every reader.
    return outcome.ok ? JSON.stringify(publicDetail(outcome.exhibition)) : null
  })
  if (read === null) return problem(c, 'exhibition_not_found')
  return c.body(read, 200, { 'Content-Type': 'application/json', ...publicHeaders })
})
onlyAllow(exhibitionRoutes, '/exhibitions/:slug', 'GET')

type Detail = Extract<Awaited<ReturnType<typeof readExhibition>>, { ok: true }>['exhibition']

/** The documented fields; what only our own pages show stays out. */
function publicDetail({ hours: _hours, applications: _applications, isDemonstration: _mark, ...detail }: Detail) {
  return detail
}
