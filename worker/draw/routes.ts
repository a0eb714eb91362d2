import { Hono, type Context } from 'hono'
import { etag } from 'hono/etag'
import type { AppEnv } from '../http/app-env.ts'
import { onlyAllow } from '../http/only-allow.ts'
import { problem } from '../http/problem.ts'
import { readPublicDraw, readPublicFile } from './public-draws.ts'

const publicHeaders = { 'Cache-Control': 'public, max-age=5' }
// What a file of a numbered draw says never changes.
const fileHeaders = { 'Cache-Control': 'public, max-age=60' }

export const drawRoutes = new Hono<AppEnv>()

/** The draw that an address names: the latest, or one by its number; null for what is no number. */
function drawOf(c: Context<AppEnv>): { slug: string; n?: number } | null {
  const slug = c.req.param('slug') ?? ''
  const n = c.req.param('n')
  if (n === undefined) return { slug }
  return /^[1-9]\d{0,5}$/.test(n) ? { slug, n: Number(n) } : null
}

const sendDraw = async (c: Context<AppEnv>): Promise<Response> => {
  const asked = drawOf(c)
  if (!asked) return problem(c, 'draw_not_found')
  const outcome = await readPublicDraw(c.get('db'), asked, c.get('now'))
  return outcome.ok ? c.json(outcome.draw, 200, publicHeaders) : problem(c, outcome.reason)
}

const sendFile = (file: 'manifest' | 'result', type: string) => async (c: Context<AppEnv>) => {
  const asked = drawOf(c)
  if (!asked) return problem(c, 'draw_not_found')
  const outcome = await readPublicFile(c.get('db'), { ...asked, file }, c.get('now'))
  if (!outcome.ok) return problem(c, outcome.reason)
  const headers = { 'Content-Type': `${type}; charset=utf-8`, ETag: `"${outcome.name}"`, ...fileHeaders }
  return c.body(outcome.text, 200, headers)
}

// The files first: `manifest.txt` would be taken for a number.
const answers = {
  '/manifest.txt': sendFile('manifest', 'text/plain'),
  '/result.csv': sendFile('result', 'text/csv'),
  '': sendDraw,
}

for (const [document, answer] of Object.entries(answers)) {
  for (const draw of ['/draws/:slug', '/draws/:slug/:n']) {
    drawRoutes.get(`${draw}${document}`, etag(), answer)
    onlyAllow(drawRoutes, `${draw}${document}`, 'GET')
  }
}
