import { readdir, readFile, writeFile } from 'node:fs/promises'
import type { AstroIntegration } from 'astro'
import { narrowPolicy } from './narrow-policy.ts'

const policyElement = /(<meta http-equiv="content-security-policy" content=")([^"]*)"/

/** Leaves in each static page's policy what that page needs. */
export const narrowPolicies = (): AstroIntegration => ({
  name: 'narrow-policies',
  hooks: {
    'astro:build:done': async ({ dir }) => {
      const files = await readdir(dir, { recursive: true })
      for (const file of files.filter((name) => name.endsWith('.html'))) {
        const address = new URL(file, dir)
        const html = await readFile(address, 'utf8')
        const policy = policyElement.exec(html)?.[2]
        if (!policy) throw new Error(`${file} has no policy of its own.`)
        const narrowed = await narrowPolicy(html, policy)
        await writeFile(
          address,
          html.replace(policyElement, (_, before: string) => `${before}${narrowed}"`),
        )
      }
    },
  },
})
