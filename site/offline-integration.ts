import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { AstroIntegration } from 'astro'
import { build } from 'vite'

const isOn = process.env.OFFLINE !== 'off'
const offlinePages = ['/ar/offline/', '/en/offline/']

interface Precached {
  url: string
  /** Null when the address itself changes with the content. */
  revision: string | null
}

/** Writes /sw.js; built with OFFLINE=off, one that removes itself and everything that was kept. */
export const keepsOffline = (): AstroIntegration => ({
  name: 'keeps-offline',
  hooks: {
    'astro:config:setup': ({ command, updateConfig }) => {
      const keeps = JSON.stringify(command === 'build' && isOn)
      updateConfig({ vite: { define: { 'import.meta.env.KEEPS_OFFLINE': keeps } } })
    },
    'astro:build:done': async ({ dir }) => {
      const code = isOn ? await bundleServiceWorker(await listPrecached(dir)) : await bundleSwitchOff()
      await writeFile(new URL('sw.js', dir), code)
    },
  },
})

/** One script for the browser, without imports. */
export const bundleServiceWorker = (precached: Precached[]): Promise<string> =>
  bundle('service-worker', { PRECACHED: JSON.stringify(precached) })

export const bundleSwitchOff = (): Promise<string> => bundle('switch-off', {})

async function bundle(name: string, define: Record<string, string>): Promise<string> {
  const input = fileURLToPath(new URL(`offline/service-worker/${name}.ts`, import.meta.url))
  const made = await build({
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    define: { ...define, 'process.env.NODE_ENV': '"production"' },
    build: { write: false, modulePreload: false, rolldownOptions: { input, output: { format: 'iife' } } },
  })
  const chunks = [made].flat().flatMap((output) => ('output' in output ? output.output : []))
  const [chunk] = chunks
  if (chunks.length !== 1 || chunk?.type !== 'chunk') throw new Error(`${name}.ts did not become one script.`)
  return chunk.code
}

/** The offline pages with the styles and scripts they name, and the scripts that those import. */
async function listPrecached(dir: URL): Promise<Precached[]> {
  const readText = (path: string) => readFile(new URL(`.${path}`, dir), 'utf8')
  const pages = await Promise.all(offlinePages.map(async (url) => ({ url, html: await readText(`${url}index.html`) })))
  const files = new Set(pages.flatMap(({ html }) => html.match(/\/_astro\/[\w.@-]+\.(?:css|js)/g) ?? []))
  // A set goes on through what is added on the way.
  for (const file of files) {
    const imported = file.endsWith('.js') ? (await readText(file)).matchAll(/["'`]\.\/([\w.@-]+\.js)["'`]/g) : []
    for (const [, name] of imported) files.add(`/_astro/${name}`)
  }
  const revisionOf = (html: string) => createHash('sha256').update(html).digest('hex').slice(0, 16)
  return [
    ...pages.map(({ url, html }) => ({ url, revision: revisionOf(html) })),
    ...[...files].map((url) => ({ url, revision: null })),
  ]
}
