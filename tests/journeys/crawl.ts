import { readdirSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { inject } from 'vitest'
import { root } from '../guards/source-files.ts'
import { readFacts, type PageFacts } from './page-facts.ts'

export interface FoundPage {
  /** Path and query. */
  address: string
  html: string
  headers: Headers
  facts: PageFacts
}

export interface Site {
  pages: Map<string, FoundPage>
  /** What is linked or used but is no page: files, calendars, data. */
  files: Map<string, { status: number; type: string }>
  /** Own links that lead nowhere, with the page they stand on. */
  broken: string[]
  /** Paths that some other page links to. */
  linked: Set<string>
}

/** The desk is for staff, and behind a sign-in. */
const isOutside = (address: string): boolean => /^\/(ar|en)\/desk\//.test(address)
/** One address with other queries is the same page; a hall links to each of its stalls. */
const queriesOfOnePath = 3
const pagesMost = 1200

const staticPages = (): string[] =>
  readdirSync(`${root}dist/client`, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('index.html'))
    .map((file) => `/${file.replace(/index\.html$/, '')}`)

/** Follows every own link from both home pages and from every page in the build. `reader` reads the HTML. */
export async function crawl(reader: Page): Promise<Site> {
  const site: Site = { pages: new Map(), files: new Map(), broken: [], linked: new Set() }
  const queries = new Map<string, number>()
  const waiting = new Map<string, string>()
  const known = new Set<string>()
  const want = (address: string, from: string) => {
    const [bare = ''] = address.split('#')
    const [path = '', query] = bare.split('?')
    if (path !== from.replace(/\?.*/, '')) site.linked.add(path)
    if (known.has(bare) || isOutside(path)) return
    known.add(bare)
    const seen = queries.get(path) ?? 0
    if (query !== undefined && seen >= queriesOfOnePath) return
    if (query !== undefined) queries.set(path, seen + 1)
    waiting.set(bare, from)
  }
  for (const start of ['/ar/', '/en/', ...staticPages()]) want(start, start)
  for (const [address, from] of waiting) {
    if (site.pages.size > pagesMost) throw new Error(`More than ${pagesMost} pages; the last is ${address}.`)
    await lookAt(address, from)
  }
  for (const [address, { facts }] of site.pages) site.broken.push(...missingFragments(site, address, facts))
  return site

  async function lookAt(address: string, from: string): Promise<void> {
    const answer = await fetch(inject('url') + address, { redirect: 'manual' })
    const type = answer.headers.get('content-type') ?? ''
    const target = answer.headers.get('location')
    if (target) {
      await answer.arrayBuffer()
      return want(new URL(target, inject('url') + address).pathname, address)
    }
    if (answer.status !== 200) site.broken.push(`${address} answers ${answer.status}, linked from ${from}`)
    if (!type.startsWith('text/html')) {
      await answer.arrayBuffer()
      site.files.set(address, { status: answer.status, type })
      return
    }
    const html = await answer.text()
    const facts = await readFacts(reader, html, address)
    if (answer.status === 200) site.pages.set(address, { address, html, headers: answer.headers, facts })
    // Nothing but what already stands elsewhere is linked from a page with another query.
    for (const link of [...(address.includes('?') ? [] : facts.links), ...facts.files]) want(link, address)
  }
}

function missingFragments(site: Site, address: string, { links }: PageFacts): string[] {
  return links.flatMap((link) => {
    const [bare = '', fragment = ''] = link.split('#')
    const target = site.pages.get(bare)
    const isThere = fragment === '' || !target || target.facts.ids.includes(decodeURIComponent(fragment))
    return isThere ? [] : [`${link} points to no place on that page, linked from ${address}`]
  })
}
