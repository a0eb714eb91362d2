import type { ErrandAnswers } from './errand.ts'
import { readMigrations } from './migrations.ts'
import { withErrands } from './run-errands.ts'
import type { LocalSecrets } from './secrets.ts'

export interface DatabaseToPrepare {
  stateDir: string
  secrets: LocalSecrets
  /** Whether an empty database gets the demonstration. Data that is there is never touched. */
  isSeeded: boolean
}

/** Brings a local database to the newest migration and, if wished, fills it while it is empty. */
export async function prepareDatabase({ isSeeded, ...database }: DatabaseToPrepare): Promise<ErrandAnswers['seed']> {
  const migrations = await readMigrations()
  return withErrands(database, async ({ run }) => {
    await run({ do: 'migrate', migrations })
    return isSeeded ? run({ do: 'seed', unlessFilled: true }) : { seeded: false, findable: null }
  })
}
