import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startProduct, type RunningProduct } from '../../worker/local/start-product.ts'

const stateDir = mkdtempSync(join(tmpdir(), 'tamkeen-broken-'))
let product: RunningProduct

/** A product whose database has lost its exhibitions. */
beforeAll(async () => {
  const whole = await startProduct({ port: 0, stateDir, isSeeded: false })
  await whole.stop()
  const files = readdirSync(stateDir, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.sqlite'))
  for (const file of files) {
    const database = new DatabaseSync(join(stateDir, file))
    const has = database.prepare(`SELECT 1 FROM sqlite_master WHERE name = 'exhibitions'`).get()
    if (has) database.exec('ALTER TABLE exhibitions RENAME TO lost')
    database.close()
  }
  product = await startProduct({ port: 0, stateDir, isSeeded: false })
}, 120_000)
afterAll(async () => {
  await product.stop()
  rmSync(stateDir, { recursive: true })
})

test('the database is lost indeed', async () => {
  expect((await fetch(`${product.url}/api/v1/exhibitions`)).status).toBe(500)
})

test('without its database the sitemap still names every other page', async () => {
  const answer = await fetch(`${product.url}/sitemap.xml`)
  expect([answer.status, answer.headers.get('Content-Type')]).toEqual([200, 'application/xml; charset=utf-8'])
  const places = [...(await answer.text()).matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, place]) => place)
  for (const path of ['/ar/', '/en/exhibitions/', '/ar/stories/sohar-factory/', '/en/outlets/mutrah-souq/'])
    expect(places).toContain(product.url + path)
  expect(places.filter((place) => /exhibitions\/./.test(place ?? ''))).toEqual([])
})

test.for(['/ar/feed.xml', '/en/exhibitions.ics'])(
  'without its database %s asks its readers to come again, instead of telling them that nothing is on',
  async (path) => {
    const answer = await fetch(product.url + path)
    expect([answer.status, answer.headers.get('Retry-After')]).toEqual([503, '60'])
  },
)

test('robots.txt names the sitemap of the host it is served from', async () => {
  const text = await (await fetch(`${product.url}/robots.txt`)).text()
  expect(text).toContain(`Sitemap: ${product.url}/sitemap.xml`)
  expect(text).toContain('Disallow: /ar/desk/')
})
