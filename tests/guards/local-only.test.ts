import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { prepareDatabase } from '../../worker/local/prepare-database.ts'
import { withErrands } from '../../worker/local/run-errands.ts'
import { openSecrets } from '../../worker/local/secrets.ts'
import { startLocalWorker } from '../../worker/local/start-worker.ts'

// Seeding, wiping and rotating keys are for a database on this machine: another one cannot be named to them.

let stateDir: string
beforeAll(async () => {
  stateDir = await mkdtemp(`${tmpdir()}/tamkeen-local-only-`)
})
afterAll(() => rm(stateDir, { recursive: true, force: true }))

test('a database whose settings do not say that it is local is neither seeded nor wiped', async () => {
  const secrets = await openSecrets(`${stateDir}/.dev.vars`)
  for (const ENVIRONMENT of ['', 'production']) {
    await withErrands({ stateDir, secrets: { ...secrets, ENVIRONMENT } }, async ({ run }) => {
      await expect(run({ do: 'wipe' })).rejects.toThrow('not a local one')
      await expect(run({ do: 'seed', unlessFilled: true })).rejects.toThrow('not a local one')
    })
  }
  // The same calls go through once the settings say that it is local.
  expect(await prepareDatabase({ stateDir, secrets, isSeeded: false })).toMatchObject({ seeded: false })
})

test('the configuration of the errands names the local database and nothing remote', async () => {
  const config = JSON.parse(await readFile(`${stateDir}/errands/wrangler.json`, 'utf8')) as Record<string, object[]>
  const allowed = ['compatibility_date', 'compatibility_flags', 'd1_databases', 'main', 'name', 'vars']
  expect(Object.keys(config).toSorted()).toEqual(allowed)
  expect(config.d1_databases?.map((database) => Object.keys(database).toSorted())).toEqual([
    ['binding', 'database_id', 'database_name'],
  ])
})

test('a Worker that is started here keeps to this machine even where its configuration asks for a remote database', async () => {
  const script = `export default { fetch: async (_, env) => Response.json(await env.DB.prepare('SELECT 1 AS one').first()) }`
  await writeFile(`${stateDir}/remote.js`, script)
  const d1 = { binding: 'DB', database_name: 'remote', database_id: 'f'.repeat(32), remote: true }
  const config = { name: 'remote', main: 'remote.js', compatibility_date: '2026-10-01', d1_databases: [d1] }
  await writeFile(`${stateDir}/remote.json`, JSON.stringify(config))
  const worker = await startLocalWorker({ config: `${stateDir}/remote.json`, port: 0, stateDir, secrets: {} })
  try {
    // Reaching a remote database would need an account, which no test has.
    expect(await (await worker.fetch('/')).json()).toEqual({ one: 1 })
  } finally {
    await worker.stop()
  }
})
