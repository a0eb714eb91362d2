import { spawn } from 'node:child_process'
import { localSecretsFile, localState, repository } from './local-folders.ts'
import { prepareDatabase } from './prepare-database.ts'
import { openSecrets } from './secrets.ts'

// Astro's server runs the same Worker on the same local D1 as `npm start`, and reads .dev.vars itself.
const secrets = await openSecrets(localSecretsFile)
await prepareDatabase({ stateDir: localState, secrets, isSeeded: true })

const quiet = { ASTRO_TELEMETRY_DISABLED: '1', ASTRO_DEV_BACKGROUND: '0', WRANGLER_SEND_METRICS: 'false' }
const server = spawn(process.execPath, ['node_modules/astro/bin/astro.mjs', 'dev', ...process.argv.slice(2)], {
  cwd: repository,
  env: { ...process.env, ...quiet, DEMONSTRATION: '1', CLOUDFLARE_CF_FETCH_ENABLED: 'false' },
  stdio: 'inherit',
})
server.once('exit', (code) => process.exit(code ?? 0))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => server.kill(signal))
