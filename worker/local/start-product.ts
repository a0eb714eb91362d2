import { access } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { findFreePort } from './free-port.ts'
import { builtConfig } from './local-folders.ts'
import { prepareDatabase } from './prepare-database.ts'
import { openSecrets, type LocalSecrets } from './secrets.ts'
import { startLocalWorker } from './start-worker.ts'
import type { Findable } from '../../db/seed/seed-database.ts'

export interface ProductToStart {
  /** 0 takes any free port. */
  port: number
  /** Where this product keeps its database; two products need two. */
  stateDir: string
  /** Whether an empty database gets the demonstration. */
  isSeeded: boolean
  /** `.dev.vars` in `stateDir` unless named. */
  secretsFile?: string
}

export interface RunningProduct {
  url: string
  secrets: LocalSecrets
  /** A booking of the demonstration, if this start seeded it. */
  findable: Findable | null
  runScheduled(): Promise<void>
  stop(): Promise<void>
}

const startLimitMs = 30_000

/** Starts the built product (`npm run build` or `npm start` made it) on a database of its own, ready to answer. */
export async function startProduct(wanted: ProductToStart): Promise<RunningProduct> {
  const { stateDir, isSeeded } = wanted
  await access(builtConfig).catch(() => {
    throw new Error('There is no built product yet: run `npm run build` first.')
  })
  const port = await findFreePort(wanted.port)
  const kept = await openSecrets(wanted.secretsFile ?? `${stateDir}/.dev.vars`)
  // A local run asks nobody outside: its draws take their value from a ceremony.
  const secrets = { ...kept, SITE_URL: `http://127.0.0.1:${port}`, DRAND_URL: '' }
  const { findable } = await prepareDatabase({ stateDir, secrets, isSeeded })
  const worker = await startLocalWorker({ config: builtConfig, port, stateDir, secrets })
  try {
    await waitForHealth(worker.url)
  } catch (error) {
    await worker.stop()
    throw error
  }
  return { url: worker.url, secrets, findable, runScheduled: worker.runScheduled, stop: worker.stop }
}

async function waitForHealth(url: string): Promise<void> {
  const deadline = Date.now() + startLimitMs
  for (;;) {
    const response = await fetch(`${url}/api/v1/health`).catch(() => null)
    if (response?.status === 200) return
    if (Date.now() > deadline) throw new Error(`The product did not answer within ${startLimitMs / 1000} seconds.`)
    await pause(100)
  }
}
