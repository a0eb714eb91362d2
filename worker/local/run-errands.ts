import type { Errand, ErrandAnswers } from './errand.ts'
import { mkdir, writeFile } from 'node:fs/promises'
import { unstable_readConfig as readConfig } from 'wrangler'
import { errandEntry, sourceConfig } from './local-folders.ts'
import type { LocalSecrets } from './secrets.ts'
import { startLocalWorker } from './start-worker.ts'

export interface Errands {
  run<E extends Errand>(errand: E): Promise<ErrandAnswers[E['do']]>
}

/** Gives `work` a Worker that carries out errands on the database kept in `stateDir`, and ends it afterwards. */
export async function withErrands<T>(
  database: { stateDir: string; secrets: LocalSecrets },
  work: (errands: Errands) => Promise<T>,
): Promise<T> {
  const config = await writeErrandConfig(database.stateDir)
  const worker = await startLocalWorker({ ...database, config, port: 0 })
  try {
    return await work({
      async run<E extends Errand>(errand: E) {
        const response = await worker.fetch('/', errand)
        if (response.status !== 200) throw new Error((await response.text()).slice(0, 2_000))
        // errand-worker.ts answers each errand with this type.
        return (await response.json()) as ErrandAnswers[E['do']]
      },
    })
  } finally {
    await worker.stop()
  }
}

/** What the errand Worker shares with the product. */
interface SharedConfig {
  compatibility_date: string
  compatibility_flags: string[]
  vars: Record<string, string>
  d1_databases: { binding: string; database_name: string; database_id: string }[]
}

/**
 * The errand Worker's configuration: the database of wrangler.toml and nothing else of it. It has no assets, so
 * it runs before the first build, and names no remote binding, so that only the local database can be meant.
 */
async function writeErrandConfig(stateDir: string): Promise<string> {
  const shared: SharedConfig = readConfig({ config: sourceConfig })
  const folder = `${stateDir}/errands`
  await mkdir(folder, { recursive: true })
  const config: SharedConfig & { name: string; main: string } = {
    name: 'tamkeen-errands',
    main: errandEntry,
    compatibility_date: shared.compatibility_date,
    compatibility_flags: shared.compatibility_flags,
    vars: shared.vars,
    d1_databases: shared.d1_databases.map(({ binding, database_name, database_id }) => ({
      binding,
      database_name,
      database_id,
    })),
  }
  await writeFile(`${folder}/wrangler.json`, JSON.stringify(config))
  return `${folder}/wrangler.json`
}
