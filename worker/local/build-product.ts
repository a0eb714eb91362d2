import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { builtSecretsCopy, repository } from './local-folders.ts'

/** Builds the product with demonstration content, which `npm run build` leaves out. Silent unless it fails. */
export async function buildDemonstration(siteUrl: string, ending: AbortSignal): Promise<void> {
  const child = spawn(process.execPath, ['node_modules/astro/bin/astro.mjs', 'build'], {
    cwd: repository,
    env: { ...process.env, DEMONSTRATION: '1', SITE_URL: siteUrl, ASTRO_TELEMETRY_DISABLED: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  ending.addEventListener('abort', () => child.kill())
  const output: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk))
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0 && !ending.aborted) throw new Error(`The build failed.\n${Buffer.concat(output).toString()}`)
  // The adapter copies .dev.vars beside the built Worker, which needs none of it.
  await rm(builtSecretsCopy, { force: true })
}
