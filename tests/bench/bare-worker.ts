import type { D1Database } from '@cloudflare/workers-types'
import { Hono } from 'hono'

/** What the product is measured against: one conditional INSERT, and one read, on the same kind of D1. */
const app = new Hono<{ Bindings: { DB: D1Database } }>()

app.post('/claims', async (c) => {
  const { slot, who } = await c.req.json<{ slot: string; who: string }>()
  const claimed = await c.env.DB.prepare(
    'INSERT INTO claims (slot, who) SELECT ?1, ?2 WHERE NOT EXISTS (SELECT 1 FROM claims WHERE slot = ?1) ON CONFLICT DO NOTHING',
  )
    .bind(slot, who)
    .run()
  return claimed.meta.changes === 1 ? c.json({ slot }, 201) : c.json({ code: 'taken' }, 409)
})

app.get('/documents/:id', async (c) => {
  const row = await c.env.DB.prepare('SELECT body FROM documents WHERE id = ?')
    .bind(c.req.param('id'))
    .first<{ body: string }>()
  return c.body(row?.body ?? '{}', 200, { 'Content-Type': 'application/json' })
})

app.put('/documents/:id', async (c) => {
  await c.env.DB.batch([
    c.env.DB.prepare('CREATE TABLE IF NOT EXISTS claims (slot TEXT PRIMARY KEY, who TEXT)'),
    c.env.DB.prepare('CREATE TABLE IF NOT EXISTS documents (id TEXT PRIMARY KEY, body TEXT)'),
    c.env.DB.prepare('INSERT OR REPLACE INTO documents VALUES (?, ?)').bind(c.req.param('id'), await c.req.text()),
  ])
  return c.body(null, 204)
})

export default app
