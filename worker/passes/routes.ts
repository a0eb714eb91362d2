import { Hono } from 'hono'
import type { AppEnv } from '../http/app-env.ts'
import { holderCredential } from '../http/holder-credential.ts'
import { onlyAllow } from '../http/only-allow.ts'
import { problem } from '../http/problem.ts'
import { issuePass } from './issue-pass.ts'
import { listPassKeys } from './list-pass-keys.ts'

export const passRoutes = new Hono<AppEnv>()

passRoutes.get('/bookings/:reference/pass', async (c) => {
  const who = holderCredential(c)
  if (!who) return problem(c, 'token_required')
  const outcome = await issuePass(c.get('db'), who, c.get('now'))
  if (outcome.ok) return c.json({ pass: outcome.pass }, 200, { 'Cache-Control': 'no-store' })
  return problem(c, outcome.reason, 'state' in outcome ? { state: outcome.state } : {})
})
onlyAllow(passRoutes, '/bookings/:reference/pass', 'GET')

passRoutes.get('/pass-keys', (c) =>
  c.json({ keys: listPassKeys(c.get('db')) }, 200, { 'Cache-Control': 'public, max-age=300' }),
)
onlyAllow(passRoutes, '/pass-keys', 'GET')
