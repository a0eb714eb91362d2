import { fileURLToPath } from 'node:url'
import { prepareDatabase } from '../../worker/local/prepare-database.ts'
import { openSecrets } from '../../worker/local/secrets.ts'
import { startLocalWorker } from '../../worker/local/start-worker.ts'

export const stallsEach = 60
const exhibitionsEach = 8

/** Fills a seeded database with `groups` of eight exhibitions; gives their slugs, group by group. */
export async function insertBenchExhibitions(stateDir: string, groups: number): Promise<string[][]> {
  const secrets = await openSecrets(`${stateDir}/.dev.vars`)
  await prepareDatabase({ stateDir, secrets, isSeeded: true })
  const filler = await startLocalWorker({
    config: fileURLToPath(new URL('./fill.toml', import.meta.url)),
    port: 0,
    stateDir,
    secrets: {},
  })
  const answer = await filler.fetch('/', { groups, each: exhibitionsEach, stalls: stallsEach })
  await filler.stop()
  if (answer.status !== 200) throw new Error(`The benchmark's exhibitions could not be made: ${await answer.text()}`)
  return Array.from({ length: groups }, (_, group) =>
    Array.from({ length: exhibitionsEach }, (__, index) => `bench-${group}-${index}`),
  )
}
