import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openApiDocument } from '../../worker/http/openapi.ts'
import { securityHeaders } from '../../worker/http/security-headers.ts'
import { startProduct, type RunningProduct } from '../../worker/local/start-product.ts'

const stateDir = mkdtempSync(join(tmpdir(), 'tamkeen-product-'))
let product: RunningProduct
beforeAll(async () => {
  product = await startProduct({ port: 0, stateDir, isSeeded: false })
}, 60_000)
afterAll(async () => {
  await product.stop()
  rmSync(stateDir, { recursive: true })
})

const policyOf = (response: Response): string => response.headers.get('Content-Security-Policy') ?? ''

// A file, its absence, the API, a refusal of the API, a page, a redirect.
const answers: [address: string, status: number, policy: string][] = [
  ['/favicon.svg', 200, "frame-ancestors 'none'"],
  ['/no-such.svg', 404, "default-src 'self'"],
  ['/api/v1/health', 200, "default-src 'none'"],
  ['/api/v1/openapi.json', 200, "default-src 'none'"],
  ['/api/v1/no-such', 404, "default-src 'none'"],
  ['/ar/', 200, "default-src 'self'"],
  ['/en/no-such/', 404, "default-src 'self'"],
  ['/', 302, "default-src 'none'"],
]

test.for(answers)('%s is answered %i with every security header', async ([address, status, policy]) => {
  const response = await fetch(`${product.url}${address}`, { redirect: 'manual' })
  expect(response.status).toBe(status)
  for (const [name, value] of Object.entries(securityHeaders)) expect(response.headers.get(name), name).toBe(value)
  expect(policyOf(response)).toContain(policy)
  expect(policyOf(response)).toContain("frame-ancestors 'none'")
  expect(policyOf(response)).not.toContain('unsafe-inline')
})

test('the document of the API is served as the source describes it, and kept by its tag', async () => {
  const address = `${product.url}/api/v1/openapi.json`
  const response = await fetch(address)
  expect(response.headers.get('Content-Type')).toMatch(/^application\/json/)
  expect(await response.json()).toEqual(JSON.parse(JSON.stringify(await openApiDocument())))
  const again = await fetch(address, { headers: { 'If-None-Match': response.headers.get('ETag') ?? '' } })
  expect(again.status).toBe(304)
})
