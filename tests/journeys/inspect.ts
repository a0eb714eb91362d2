import { AxeBuilder } from '@axe-core/playwright'
import type { Page, Response } from 'playwright-core'
import { securityHeaders } from '../../worker/http/security-headers.ts'
import type { Language } from './words.ts'

/** Who may see a page, which decides its headers. */
export type Audience = 'public' | 'step' | 'person' | 'desk' | 'refusal'

export interface Shape {
  title: string
  headings: string[]
  fields: string[]
}

/** What the two languages of a page must share, and its title. */
export async function shapeOf(page: Page): Promise<Shape> {
  return page.evaluate(() => ({
    title: document.title,
    headings: [...document.querySelectorAll('h1, h2, h3, h4')].map((heading) => heading.localName),
    fields: [...document.querySelectorAll('input, select, textarea, button[name]')].map(
      (field) => `${field.getAttribute('name')} ${field.getAttribute('type') ?? field.localName}`,
    ),
  }))
}

/** What a page says to no one in particular: requests to others, errors in the console, refused styles. */
export function listenTo(page: Page): string[] {
  const heard: string[] = []
  const origin = () => new URL(page.url()).origin
  page.on('request', (request) => {
    if (
      !request.url().startsWith('data:') &&
      page.url() !== 'about:blank' &&
      new URL(request.url()).origin !== origin()
    )
      heard.push(`request to ${request.url()}`)
  })
  page.on('pageerror', (error) => heard.push(`error: ${error.message}`))
  page.on('console', (message) => {
    // The browser reports the status of a refusal's own page; that one is asked for.
    const isOwnStatus = message.text().startsWith('Failed to load resource') && message.location().url === page.url()
    if (message.type() === 'error' && !isOwnStatus) heard.push(`console: ${message.text()}`)
  })
  return heard
}

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
/** Only these look at colours or sizes, so only they can differ in the dark or in another window. */
const rulesOfSight = ['color-contrast', 'link-in-text-block', 'target-size', 'scrollable-region-focusable']
/** A window of 1280 by 900 at 200 % zoom. */
export const zoomed = { width: 640, height: 450 }

/** What axe finds on the page as it is shown, and in the dark at 200 % zoom, with everything that folds unfolded. */
export async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(() => {
    for (const part of document.querySelectorAll('details')) part.open = true
  })
  await page.emulateMedia({ colorScheme: 'light' })
  const light = await new AxeBuilder({ page }).setLegacyMode().withTags(tags).analyze()
  const size = page.viewportSize()
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.setViewportSize(zoomed)
  const dark = await new AxeBuilder({ page }).setLegacyMode().withRules(rulesOfSight).analyze()
  await page.emulateMedia({ colorScheme: 'light' })
  if (size) await page.setViewportSize(size)
  return [light, dark].flatMap(({ violations }, index) =>
    violations.flatMap(({ id, nodes }) =>
      nodes.map(
        ({ target, failureSummary }) => `${index ? 'dark' : 'light'} ${id} ${target.join(' ')} ${failureSummary}`,
      ),
    ),
  )
}

/** What is wrong with the page's document, whoever it is for. */
export async function documentFaults(page: Page, language: Language, audience: Audience): Promise<string[]> {
  const found = await page.evaluate(() => ({
    lang: document.documentElement.lang,
    dir: document.documentElement.dir,
    h1: document.querySelectorAll('h1').length,
    styled: document.querySelectorAll('[style]').length,
    width: Math.max(document.documentElement.scrollWidth, document.body.scrollWidth),
    preloads: document.querySelectorAll('link[rel=preload]').length,
    noindex: document.querySelector('meta[name=robots]')?.getAttribute('content') === 'noindex',
    canonical: document.querySelector('link[rel=canonical]')?.getAttribute('href') ?? null,
    alternates: [...document.querySelectorAll('link[rel=alternate][hreflang]')].map(
      (link) => `${link.getAttribute('hreflang')} ${new URL(link.getAttribute('href') ?? '', location.href).pathname}`,
    ),
    switch: document.querySelector('a[hreflang]')?.getAttribute('href') ?? null,
    path: location.pathname,
    search: location.search,
  }))
  const rest = found.path.slice(3).replace(/\/?$/, '/')
  const other = language === 'ar' ? 'en' : 'ar'
  const isIndexed = audience === 'public'
  const canonicalPath = found.canonical && new URL(found.canonical).pathname
  const expected: [string, unknown, unknown][] = [
    ['lang', found.lang, language],
    ['dir', found.dir, language === 'ar' ? 'rtl' : 'ltr'],
    ['number of h1', found.h1, 1],
    ['inline styles', found.styled, 0],
    ['preloaded fonts', found.preloads, 1],
    ['noindex', found.noindex, !isIndexed],
    ['canonical', canonicalPath, isIndexed ? `/${language}${rest}` : null],
    ['alternates', found.alternates.join(), isIndexed ? `ar /ar${rest},en /en${rest},x-default /ar${rest}` : ''],
    // A filter that the page understood goes along.
    ['language switch', found.switch?.replace(found.search, ''), `/${other}${rest}`],
  ]
  const faults = expected.flatMap(([name, is, wanted]) => (is === wanted ? [] : [`${name}: ${is}, not ${wanted}`]))
  // A phone's browser widens its window to what it shows, so the wish counts, not what became of it.
  const wider = found.width - (page.viewportSize()?.width ?? 0)
  return wider > 0 ? [...faults, `${wider} px wider than the window`] : faults
}

/** What is wrong with an answer's headers. */
export async function headerFaults(answer: Response, audience: Audience): Promise<string[]> {
  const headers = await answer.allHeaders()
  // A static page has its own policy in its meta element; the header adds what an element cannot carry.
  const own = /<meta http-equiv="content-security-policy" content="([^"]*)"/i.exec(await answer.text())?.[1] ?? ''
  const policy = `${headers['content-security-policy'] ?? ''}; ${own}`
  const cache = headers['cache-control'] ?? ''
  const faults = Object.entries(securityHeaders).flatMap(([name, value]) =>
    headers[name.toLowerCase()] === value ? [] : [`${name}: ${headers[name.toLowerCase()]}`],
  )
  if (!policy.includes("default-src 'self'") || !policy.includes("frame-ancestors 'none'")) faults.push(policy)
  // Pagefind runs WebAssembly, on the search page alone.
  const allowed = /^\/(ar|en)\/search\/$/.test(new URL(answer.url()).pathname) ? "'wasm-unsafe-eval'" : ''
  if (policy.replace(allowed, '').includes('unsafe')) faults.push(policy)
  if (audience === 'public' && headers['set-cookie']) faults.push('a cookie')
  if ((audience === 'person' || audience === 'desk') && cache !== 'no-store') faults.push(`Cache-Control: ${cache}`)
  if ((audience === 'person' || audience === 'step') && headers['x-robots-tag'] !== 'noindex')
    faults.push('no X-Robots-Tag')
  if (audience === 'step' && cache !== 'private, max-age=0') faults.push(`Cache-Control: ${cache}`)
  return faults
}
