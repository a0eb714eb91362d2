import type { ExecutionContext, ScheduledController } from '@cloudflare/workers-types'
import { app } from './app.ts'
import type { Env } from './env.ts'
import { openStore } from './http/open-store.ts'
import { runScheduledWork } from './scheduled-work.ts'

export default {
  fetch: app.fetch,
  async scheduled(_controller: ScheduledController, env: Env, _context: ExecutionContext): Promise<void> {
    await runScheduledWork(await openStore(env), Date.now())
  },
}
