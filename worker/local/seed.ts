import { parseArgs } from 'node:util'
import { localSecretsFile, localState } from './local-folders.ts'
import { readMigrations } from './migrations.ts'
import { withErrands } from './run-errands.ts'
import { openSecrets } from './secrets.ts'

const { values } = parseArgs({ options: { reset: { type: 'boolean', default: false } } })

const startedAt = performance.now()
const secrets = await openSecrets(localSecretsFile)
const migrations = await readMigrations()
const seeded = await withErrands({ stateDir: localState, secrets }, async ({ run }) => {
  if (values.reset) await run({ do: 'wipe' })
  await run({ do: 'migrate', migrations })
  return run({ do: 'seed', unlessFilled: true })
})

const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
if (seeded.seeded) {
  console.log(`The demonstration is in the local database (${seconds} s).`)
  if (seeded.findable) console.log(`To find a booking: ${seeded.findable.reference}, phone ${seeded.findable.phone}`)
} else {
  console.error('The local database holds exhibitions already. `npm run seed -- --reset` wipes it first.')
  process.exitCode = 1
}
