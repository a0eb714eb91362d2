import { parseArgs } from 'node:util'
import { crowdMax } from '../../db/seed/tell-crowd.ts'
import { localSecretsFile, localState } from './local-folders.ts'
import { readMigrations } from './migrations.ts'
import { withErrands } from './run-errands.ts'
import { openSecrets } from './secrets.ts'

const { values } = parseArgs({
  options: { reset: { type: 'boolean', default: false }, bookings: { type: 'string', default: '0' } },
})
const crowd = Number(values.bookings)
if (!Number.isInteger(crowd) || crowd < 0 || crowd > crowdMax) {
  throw new Error(`--bookings is a number from 0 to ${crowdMax}.`)
}
/** How many of a crowd one errand books. */
const bookedAtOnce = 500

const startedAt = performance.now()
const secrets = await openSecrets(localSecretsFile)
const migrations = await readMigrations()
const seeded = await withErrands({ stateDir: localState, secrets }, async ({ run }) => {
  if (values.reset) await run({ do: 'wipe' })
  await run({ do: 'migrate', migrations })
  const answer = await run({ do: 'seed', unlessFilled: true })
  for (let from = 0; from < crowd; from += bookedAtOnce) {
    await run({ do: 'crowd', from, to: Math.min(from + bookedAtOnce, crowd) })
  }
  return answer
})

const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
if (seeded.seeded) {
  console.log(`The demonstration is in the local database (${seconds} s).`)
  if (seeded.findable) {
    const { reference, phone, pledge } = seeded.findable
    console.log(`To find a booking: ${reference}, phone ${phone}`)
    console.log(`To find a pledge: ${pledge.reference}, ${pledge.contact}`)
  }
} else if (crowd === 0) {
  console.error('The local database holds exhibitions already. `npm run seed -- --reset` wipes it first.')
  process.exitCode = 1
}
if (crowd > 0) console.log(`${crowd} more entries are in the open ballot.`)
