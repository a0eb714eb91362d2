import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { wordsOf } from '../../content/words.ts'
import { openSecrets } from '../../worker/local/secrets.ts'
import { startLocalWorker, type LocalWorker } from '../../worker/local/start-worker.ts'
import { root } from '../guards/source-files.ts'

// dist/ is the production build (tests/run.ts makes it); the demonstration is built from a copy, beside it.
const copy = mkdtempSync(join(tmpdir(), 'tamkeen-demonstration-'))
const languages = ['ar', 'en'] as const
const contact = { CONTACT_PHONE: '+968 7000 0000', CONTACT_EMAIL: 'ask@tamkeen.example' }
const tiles = { MAP_TILE_URL: 'https://tiles.example/{z}/{x}/{y}.png', MAP_TILE_CREDIT: '© Example' }

let product: LocalWorker
beforeAll(async () => {
  copyRepository()
  await promisify(execFile)(process.execPath, ['node_modules/astro/bin/astro.mjs', 'build'], {
    cwd: copy,
    env: { ...process.env, ...contact, ...tiles, DEMONSTRATION: '1', ASTRO_TELEMETRY_DISABLED: '1' },
  })
  // Without migrations: these pages come from content, and what D1 would add is missing.
  product = await startLocalWorker({
    config: join(copy, 'dist/server/wrangler.json'),
    port: 0,
    stateDir: join(copy, 'state'),
    secrets: await openSecrets(join(copy, '.dev.vars')),
  })
}, 120_000)
afterAll(async () => {
  await product.stop()
  rmSync(copy, { recursive: true })
})

/** What a build reads, with a folder of its own for Astro's cache. */
function copyRepository(): void {
  const left = ['.astro', '.git', '.wrangler', '.dev.vars', 'dist', 'node_modules', 'tests']
  for (const name of readdirSync(root).filter((one) => !left.includes(one)))
    cpSync(join(root, name), join(copy, name), { recursive: true })
  mkdirSync(join(copy, 'node_modules'))
  for (const name of readdirSync(join(root, 'node_modules')).filter((one) => !['.astro', '.vite'].includes(one)))
    symlinkSync(join(root, 'node_modules', name), join(copy, 'node_modules', name))
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

const isSample = (file: string): boolean => file.includes('/samples/')

const contentFiles = filesIn(join(root, 'content')).filter((file) => /\.(md|json)$/.test(file))
const trueContent = contentFiles.filter((file) => !isSample(file)).map((file) => readFileSync(file, 'utf8'))

/** Every text of a JSON value. */
const textsOf = (value: unknown): string[] =>
  typeof value === 'string' ? [value] : typeof value === 'object' && value ? Object.values(value).flatMap(textsOf) : []

/** What a demonstration file would leave behind in a build: its name, its titles, its sentences. */
function tracesOf(file: string): string[] {
  const text = readFileSync(file, 'utf8')
  const isText = file.endsWith('.md')
  const name = isText ? basename(dirname(file)) : basename(file, '.json')
  const sentences = isText
    ? text.split(/\n|(?<=[.:؟])\s/).map((line) => line.replace(/^(title|summary|##|ar|en):?\s/, ''))
    : textsOf(JSON.parse(text))
  const own = sentences.map((one) => one.trim()).filter((one) => one.length > 15 && one.includes(' '))
  return [name, ...own].filter((trace) => !trueContent.some((truth) => truth.includes(trace)))
}

const samples = contentFiles.filter(isSample)
const traces = [...new Set(samples.flatMap(tracesOf))]

/** The traces that stand in any file of a build, pages and Worker alike. */
function tracesIn(build: string): Set<string> {
  const texts = filesIn(build).map((file) => readFileSync(file, 'utf8'))
  return new Set(traces.filter((trace) => texts.some((text) => text.includes(trace))))
}

test('stories and calendar have demonstration entries, and each leaves traces that can be looked for', () => {
  for (const folder of ['stories', 'calendar'])
    expect(samples.filter((file) => file.includes(`/content/${folder}/`)).length, folder).toBeGreaterThan(2)
  for (const file of samples) expect(tracesOf(file).length, file).toBeGreaterThan(2)
  expect(traces.length).toBeGreaterThan(60)
})

test('no name, title or sentence of a demonstration stands in any file of the production build', () => {
  expect(existsSync(join(root, 'dist/server/wrangler.json'))).toBe(true)
  expect([...tracesIn(join(root, 'dist'))]).toEqual([])
})

test('the same search finds every one of them in the demonstration build', () => {
  const found = tracesIn(join(copy, 'dist'))
  expect(traces.filter((trace) => !found.has(trace))).toEqual([])
})

const storyNames = samples.filter((file) => file.endsWith('/ar.md')).map((file) => basename(dirname(file)))
const stories = storyNames.filter((name) => existsSync(join(root, 'content/stories/samples', name)))
const gatherings = samples.filter((file) => file.includes('/calendar/')).map((file) => basename(file, '.json'))

test.for(languages)('each demonstration story is marked on its own page and in the list (%s)', (language) => {
  const { stories: words, site } = wordsOf(language)
  const page = (path: string) => readFileSync(join(copy, 'dist/client', language, path, 'index.html'), 'utf8')
  for (const name of stories) {
    const html = page(`stories/${name}`)
    expect(html, name).toContain(`class="sample-mark">${words.sample}<`)
    expect(html, name).toContain(words.sampleNote)
    expect(html, name).toContain(site.demonstration)
  }
  const cards = page('stories').split('<article class="story-card"').slice(1)
  const marked = (html: string) => html.includes(`class="sample-mark">${words.sample}<`)
  for (const card of cards)
    expect(
      marked(card),
      stories.find((name) => card.includes(name)),
    ).toBe(stories.some((name) => card.includes(`/${name}/`)))
  expect(cards.filter(marked)).toHaveLength(stories.length)
})

test.for(languages)('each demonstration entry of the calendar is marked (%s)', async (language) => {
  const html = await (await product.fetch(`/${language}/calendar/`)).text()
  const entries = html.split('<li class="entry').slice(1)
  for (const name of gatherings) {
    const entry = entries.find((one) => one.includes(`id="${name}"`))
    expect(entry, name).toContain(wordsOf(language).site.demonstration)
  }
})

test.for(languages)(
  'without its database the calendar still has what content holds, and says what is missing (%s)',
  async (language) => {
    const answer = await product.fetch(`/${language}/calendar/`)
    expect(answer.status).toBe(200)
    const html = await answer.text()
    const { awareness, exhibitions } = wordsOf(language)
    expect(html).toContain(exhibitions.unavailable)
    expect(html).toContain(awareness.historyLead)
    expect(html).toContain(`id="${gatherings[0]}"`)
    expect((await product.fetch(`/${language}/calendar.ics`)).status).toBe(503)
  },
)

/** Every page of the demonstration build: those that are files, and those that the Worker makes. */
async function demonstrationPages(): Promise<{ path: string; html: string }[]> {
  const client = join(copy, 'dist/client')
  const files = filesIn(client).filter((file) => file.endsWith('.html'))
  const made = languages.flatMap((language) =>
    ['', 'exhibitions/', 'bookings/', 'outlets/', 'calendar/', 'nowhere/'].map((path) => `/${language}/${path}`),
  )
  return [
    ...files.map((file) => ({ path: file.slice(client.length), html: readFileSync(file, 'utf8') })),
    ...(await Promise.all(made.map(async (path) => ({ path, html: await (await product.fetch(path)).text() })))),
  ]
}

test('every page of the demonstration build says in its header that it is one', async () => {
  const pages = await demonstrationPages()
  expect(pages.length).toBeGreaterThan(100)
  const isMarked = ({ path, html }: { path: string; html: string }) => {
    const { demonstration, demonstrationCopy } = wordsOf(path.startsWith('/en/') ? 'en' : 'ar').site
    return [demonstration, demonstrationCopy].some(
      (mark) => /<p class="header-copy[^>]*>([^<]*)</.exec(html)?.[1] === mark,
    )
  }
  expect(pages.filter((page) => !isMarked(page)).map(({ path }) => path)).toEqual([])
})

test('a phone number and an address that the operator sets stand on static and dynamic pages alike', async () => {
  const built = ['privacy', 'accessibility'].flatMap((name) => languages.map((language) => `${language}/${name}`))
  const pages = [
    ...built.map((path) => readFileSync(join(copy, 'dist/client', path, 'index.html'), 'utf8')),
    ...(await Promise.all(['/ar/', '/en/bookings/'].map(async (path) => (await product.fetch(path)).text()))),
  ]
  for (const html of pages) {
    expect(html).toContain('href="tel:+96870000000"')
    expect(html).toContain(`href="mailto:${contact.CONTACT_EMAIL}"`)
  }
})

test.for(languages)('without its database the home page misses the exhibitions only (%s)', async (language) => {
  const answer = await product.fetch(`/${language}/`)
  expect(answer.status).toBe(200)
  const html = await answer.text()
  const { exhibitions, home } = wordsOf(language)
  for (const said of [exhibitions.unavailable, home.lead, home.outletsTitle, home.companies.title])
    expect(html).toContain(said)
})

const slug = 'any-exhibition'

test.for(languages)(
  'a fault of the database is a page in the reader’s language with a number to ask about (%s)',
  async (language) => {
    const answer = await product.fetch(`/${language}/exhibitions/${slug}/book/`)
    expect(answer.status).toBe(500)
    const html = await answer.text()
    const { booking } = wordsOf(language)
    expect(html).toContain(`<html lang="${language}"`)
    expect(html).toContain(`<h1>${booking.refused.internal_error.title}</h1>`)
    expect(html).toContain(booking.requestId)
    expect(html).toContain(`href="/${language === 'ar' ? 'en' : 'ar'}/exhibitions/${slug}/book/"`)
  },
)

test.for(languages)(
  'an outlet whose place nobody knows is listed, marked, and has a page without a point (%s)',
  async (language) => {
    const slug = 'sample-without-position'
    const { outlets, site } = wordsOf(language)
    const list = await (await product.fetch(`/${language}/outlets/?governorate=ad-dhahirah`)).text()
    const item = list.split(`<li id="${slug}"`)[1]?.split('</li>')[0]
    for (const said of [outlets.map.missing, outlets.status.proposed, site.demonstration]) expect(item).toContain(said)
    expect(item).not.toContain('data-at')
    const page = readFileSync(join(copy, 'dist/client', language, 'outlets', slug, 'index.html'), 'utf8')
    expect(page).toContain(outlets.page.noPosition.split('{place}')[0])
    expect(page).not.toMatch(/href="geo:|class="locator-(?:point|ring)|GeoCoordinates/)
    const files = readFileSync(join(copy, 'dist/client', language, 'outlets.geojson'), 'utf8')
    expect(files).toContain(`"id":"${slug}","properties"`)
    const approved = list.split('<li id="sample-mall-upper-floor"')[1]?.split('</li>')[0]
    for (const said of [outlets.status.approved, site.demonstration]) expect(approved).toContain(said)
  },
)

test('a tile server that the operator sets may be asked from the list of outlets, and from no other page', async () => {
  const picturesOf = async (path: string) =>
    /img-src [^;]*/.exec((await fetch(`${product.url}${path}`)).headers.get('Content-Security-Policy') ?? '')?.[0]
  expect(await picturesOf('/ar/outlets/')).toBe("img-src 'self' data: https://tiles.example")
  expect(await picturesOf('/ar/exhibitions/')).toBe("img-src 'self' data:")
  const html = await (await product.fetch('/en/outlets/')).text()
  expect(html).toContain(`data-tiles="${tiles.MAP_TILE_URL}"`)
  expect(html).toContain(tiles.MAP_TILE_CREDIT)
})
