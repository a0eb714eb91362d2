import { localSecretsFile, localState } from './local-folders.ts'
import { withErrands } from './run-errands.ts'
import { openSecrets } from './secrets.ts'

const secrets = await openSecrets(localSecretsFile)
const report = await withErrands({ stateDir: localState, secrets }, ({ run }) => run({ do: 'verify' }))

for (const [name, count] of Object.entries(report.counts)) console.log(`${name}: ${count} verified`)
if (report.fault) {
  console.error(`The first fault: ${report.fault.code} at ${report.fault.where}`)
  process.exitCode = 1
} else {
  console.log('Every stream, head and seal is right.')
}
