import { readFile, writeFile } from 'node:fs/promises'
import type { AstroIntegration } from 'astro'
import { securityHeaders } from '../worker/http/security-headers.ts'

const rule = (path: string, headers: Record<string, string>): string =>
  [path, ...Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`), ''].join('\n')

/** Static files are served without the Worker; they get its headers from `_headers`. */
export const staticHeaders = (): AstroIntegration => ({
  name: 'static-headers',
  hooks: {
    'astro:build:done': async ({ dir }) => {
      const file = new URL('_headers', dir)
      // The adapter's line for /_astro/* may stand there already.
      const others = await readFile(file, 'utf8').catch(() => '')
      // A page's own policy is in its meta element, which cannot carry this directive.
      const everywhere = { ...securityHeaders, 'Content-Security-Policy': "frame-ancestors 'none'" }
      await writeFile(file, [rule('/*', everywhere), others].join('\n'))
    },
  },
})
