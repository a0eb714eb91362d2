import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { narrowPolicy } from '../../site/narrow-policy.ts'
import { root } from '../guards/source-files.ts'

const digest = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
const listed = (policy: string) => policy.match(/'sha256-[^']+'/g) ?? []

/** What runs or styles a page from inside it; data blocks (`application/ld+json`) do neither. */
const inlined = (html: string) =>
  [...html.matchAll(/<(?:style|script(?: type="module")?)>([\s\S]*?)<\/(?:style|script)>/g)].map(([, text = '']) =>
    digest(text),
  )

test('each static page’s policy names its own inline styles and scripts and those of no other page', () => {
  const files = readdirSync(`${root}dist/client`, { recursive: true, encoding: 'utf8' })
  const pages = files.filter((file) => file.endsWith('.html'))
  expect(pages.length).toBeGreaterThan(20)
  for (const page of pages) {
    const html = readFileSync(`${root}dist/client/${page}`, 'utf8')
    const policy = /<meta http-equiv="content-security-policy" content="([^"]*)"/.exec(html)?.[1] ?? ''
    expect([...new Set(listed(policy))].toSorted(), page).toEqual([...new Set(inlined(html))].toSorted())
  }
})

test('a policy keeps what is no hash, and loses the hashes of what is not on the page', async () => {
  const [own, other] = [digest('a{}'), digest('b{}')]
  const policy = `default-src 'self'; style-src 'self' ${own} ${other}; script-src 'self' ${other}`
  expect(await narrowPolicy('<style>a{}</style>', policy)).toBe(
    `default-src 'self'; style-src 'self' ${own}; script-src 'self'`,
  )
  expect(await narrowPolicy('<script src="/a.js">a{}</script>', policy)).not.toContain('sha256')
})
