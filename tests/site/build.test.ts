import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { openApiDocument } from '../../worker/http/openapi.ts'
import { securityHeaders } from '../../worker/http/security-headers.ts'
import { root } from '../guards/source-files.ts'

// Reads what `npm run build` made (tests/run.ts builds first).
const built = (path: string): string => readFileSync(`${root}dist/${path}`, 'utf8')

/** The rules of a `_headers` file: path, then header by header. */
function headerRules(text: string): Record<string, Record<string, string>> {
  const rules: Record<string, Record<string, string>> = {}
  let path = ''
  for (const line of text.split('\n')) {
    const header = /^\s+([\w-]+): (.+)$/.exec(line)
    if (header) rules[path] = { ...rules[path], [header[1] ?? '']: header[2] ?? '' }
    else if (line.trim() !== '') path = line.trim()
  }
  return rules
}

test('the build holds the Worker, not only pages', () => {
  const config = JSON.parse(built('server/wrangler.json')) as { main?: string; assets?: { directory: string } }
  expect(config.main).toMatch(/\.mjs$/)
  expect(existsSync(`${root}dist/server/${config.main}`)).toBe(true)
  expect(existsSync(`${root}dist/server/${config.assets?.directory}`)).toBe(true)
})

test('static files have the security headers that the Worker sends', () => {
  const rules = headerRules(built('client/_headers'))
  expect(rules['/*']).toEqual({ ...securityHeaders, 'Content-Security-Policy': "frame-ancestors 'none'" })
  expect(rules['/_astro/*']).toEqual({ 'Cache-Control': 'public, max-age=31536000, immutable' })
})

test('every static page carries a policy without unsafe-inline', () => {
  const pages = readdirSync(`${root}dist/client`, { recursive: true, encoding: 'utf8' })
  for (const page of pages.filter((path) => path.endsWith('.html'))) {
    const policy = /<meta http-equiv="content-security-policy" content="([^"]*)"/i.exec(built(`client/${page}`))?.[1]
    expect(policy, page).toContain("default-src 'self'")
    expect(policy, page).not.toContain('unsafe-inline')
  }
})

test('the document of the API is in the build, as the source describes it', async () => {
  expect(JSON.parse(built('client/api/v1/openapi.json'))).toEqual(JSON.parse(JSON.stringify(await openApiDocument())))
})

test('the Worker holds neither the document’s generator nor a source map', () => {
  const files = readdirSync(`${root}dist/server`, { recursive: true, encoding: 'utf8' })
  const code = files.filter((path) => path.endsWith('.mjs')).map((path) => built(`server/${path}`))
  expect(code.length).toBeGreaterThan(5)
  expect(
    code.filter((text) => text.includes('x-express-openapi') || text.includes('__HonoOpenAPIValidator__')),
  ).toEqual([])
})
