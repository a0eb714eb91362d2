import { countByKeyId } from '../../db/queries/ciphertexts.ts'
import { applyMigrations, dropTables, isEmpty } from '../../db/seed/rebuild.ts'
import { seedDatabase } from '../../db/seed/seed-database.ts'
import { tellCrowd } from '../../db/seed/tell-crowd.ts'
import { verifyAudit } from '../audit/verify-audit.ts'
import type { Env } from '../env.ts'
import { openStore } from '../http/open-store.ts'
import { rotateKeys } from '../people/rotate-keys.ts'
import type { Errand, ErrandAnswers } from './errand.ts'

const rotatedAtOnce = 50

/** Runs the commands' work beside a local D1. It is no part of the product: nothing deploys it. */
export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    if (env.ENVIRONMENT !== 'local') return new Response('This database is not a local one.', { status: 403 })
    // Only run-errands.ts can reach this Worker.
    const errand = (await request.json()) as Errand
    return Response.json(await carryOut(errand, env))
  },
}

async function carryOut(errand: Errand, env: Env): Promise<ErrandAnswers[Errand['do']]> {
  const db = await openStore(env)
  switch (errand.do) {
    case 'migrate':
      return { applied: await applyMigrations(db.d1, errand.migrations) }
    case 'wipe':
      await dropTables(db.d1)
      return { done: true }
    case 'seed':
      if (!(await isEmpty(db.d1))) {
        if (errand.unlessFilled) return { seeded: false, findable: null }
        throw new Error('The database holds exhibitions already.')
      }
      return { seeded: true, findable: await seedDatabase(db, Date.now()) }
    case 'crowd':
      return tellCrowd(db, errand, Date.now())
    case 'verify':
      return verifyAudit(db)
    case 'rotate':
      return rotateKeys(db, { cursor: errand.cursor, limit: rotatedAtOnce })
    case 'count-keys':
      return { ciphertextsByKeyId: Object.fromEntries(await countByKeyId(db.d1)) }
  }
}
