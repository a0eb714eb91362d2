import { parseArgs } from 'node:util'
import type { RotationCursor, RotationPage } from '../people/rotate-keys.ts'
import { localSecretsFile, localState } from './local-folders.ts'
import { withErrands } from './run-errands.ts'
import { newSecret, openSecrets, replaceSecret, type LocalSecrets } from './secrets.ts'

const { values } = parseArgs({ options: { 'drop-old': { type: 'boolean', default: false } } })

const idOf = (pair: string) => pair.split(':')[0] ?? ''
const pairsOf = (secrets: LocalSecrets) => secrets.ENCRYPTION_KEYS.split(',').map((pair) => pair.trim())

const countKeys = (secrets: LocalSecrets) =>
  withErrands(
    { stateDir: localState, secrets },
    async ({ run }) => (await run({ do: 'count-keys' })).ciphertextsByKeyId,
  )

async function writeKeys(pairs: string[]): Promise<LocalSecrets> {
  await replaceSecret(localSecretsFile, 'ENCRYPTION_KEYS', pairs.join(','))
  return openSecrets(localSecretsFile)
}

/** Puts a new key first, unless an earlier rotation was cut off: then that one is finished. */
async function chooseKey(secrets: LocalSecrets, inUse: Record<string, number>): Promise<LocalSecrets> {
  const pairs = pairsOf(secrets)
  const current = idOf(pairs[0] ?? '')
  if (values['drop-old'] || Object.keys(inUse).some((id) => id !== current)) return secrets
  const highest = Math.max(0, ...pairs.map((pair) => Number(/^k(\d+)$/.exec(idOf(pair))?.[1] ?? 0)))
  return writeKeys([`k${highest + 1}:${newSecret()}`, ...pairs])
}

async function reencrypt(secrets: LocalSecrets): Promise<Record<string, number>> {
  const replaced: Record<string, number> = {}
  await withErrands({ stateDir: localState, secrets }, async ({ run }) => {
    let cursor: RotationCursor | null = null
    do {
      const page: RotationPage = await run({ do: 'rotate', cursor })
      replaced[page.column] = (replaced[page.column] ?? 0) + page.replaced
      cursor = page.next
    } while (cursor)
  })
  return replaced
}

const before = await openSecrets(localSecretsFile)
const secrets = await chooseKey(before, await countKeys(before))
const current = idOf(pairsOf(secrets)[0] ?? '')
for (const [column, count] of Object.entries(await reencrypt(secrets))) {
  console.log(`${column}: ${count} encrypted again with ${current}`)
}
const inUse = await countKeys(secrets)
const isDone = Object.keys(inUse).every((id) => id === current)
if (!isDone) console.error(`Older keys are still in use: ${JSON.stringify(inUse)}. Run the command again.`)
if (values['drop-old']) {
  const kept = pairsOf(secrets).filter((pair) => idOf(pair) === current || idOf(pair) in inUse)
  await writeKeys(kept)
  console.log(`${pairsOf(secrets).length - kept.length} unused keys dropped; kept: ${kept.map(idOf).join(', ')}`)
}
console.log('A running `npm start` knows the keys it started with: start it again.')
process.exitCode = isDone ? 0 : 1
