import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { isGatePage, isPersonalPage, isPublicPage } from '../../site/offline/addresses.ts'
import { copyOf, isOutdated, mayBeKept } from '../../site/offline/kept-copy.ts'
import { root } from '../guards/source-files.ts'

const reference = 'TMK-0A1B2C3D'
const leftAlone = [
  '/',
  '/ar/desk/',
  '/en/desk/bookings/x/',
  '/api/v1/exhibitions',
  `/ar/b/${reference}/token/`,
  `/ar/p/${reference}/token/`,
  '/ar/bookings/',
  '/en/bookings/families/',
  '/ar/pledges/',
  `/ar/verify/${reference}/`,
  '/ar/exhibitions/nizwa/book/',
  '/ar/companies/pledge/',
  '/ar/exhibitions.ics',
  '/sw.js',
]
const kept = ['/ar/', '/en/', '/ar/outlets/', '/en/stories/sohar-factory/', '/ar/exhibitions/nizwa/', '/ar/companies/']
const askedFor = [
  `/ar/bookings/${reference}/`,
  `/en/bookings/${reference.toLowerCase()}/`,
  `/ar/bookings/${reference}/pass/`,
  '/ar/pledges/PLG-0A1B2C3D/letter/',
]

test('public pages are kept, and nothing of a journey, a person or the desk', () => {
  expect(leftAlone.filter(isPublicPage)).toEqual([])
  expect(askedFor.filter(isPublicPage)).toEqual([])
  expect(kept.filter((path) => !isPublicPage(path))).toEqual([])
})

test('only the pages of one booking or pledge can be asked for', () => {
  expect(askedFor.filter((path) => !isPersonalPage(path))).toEqual([])
  expect([...leftAlone, ...kept, `/ar/bookings/${reference}/data/`].filter(isPersonalPage)).toEqual([])
})

test('of the desk one page alone is answered without a network: the gate of one exhibition', () => {
  expect([...leftAlone, ...kept, ...askedFor, '/ar/desk/gate/', '/ar/desk/gate/nizwa/x/'].filter(isGatePage)).toEqual(
    [],
  )
  expect(isGatePage('/ar/desk/gate/nizwa/')).toBe(true)
  expect([isPublicPage('/ar/desk/gate/nizwa/'), isPersonalPage('/ar/desk/gate/nizwa/')]).toEqual([false, false])
})

/** An answer as the browser's fetch gives it. */
function answer(
  headers: Record<string, string>,
  change: { status?: number; type?: string; redirected?: boolean } = {},
) {
  const { status = 200, type = 'basic', redirected = false } = change
  const response = new Response('', { status, headers: { 'Content-Type': 'text/html; charset=utf-8', ...headers } })
  return Object.defineProperties(response, { type: { value: type }, redirected: { value: redirected } })
}

test('an answer that forbids it, failed, or came from elsewhere is not kept', () => {
  expect(mayBeKept(answer({}))).toBe(true)
  expect(mayBeKept(answer({ 'Cache-Control': 'public, max-age=300' }))).toBe(true)
  expect(mayBeKept(answer({ 'Cache-Control': 'no-store' }))).toBe(false)
  expect(mayBeKept(answer({ 'Cache-Control': 'private, max-age=0' }))).toBe(false)
  expect(mayBeKept(answer({ 'Content-Type': 'application/json' }))).toBe(false)
  expect(mayBeKept(answer({}, { status: 404 }))).toBe(false)
  expect(mayBeKept(answer({}, { type: 'opaque' }))).toBe(false)
  expect(mayBeKept(answer({}, { redirected: true }))).toBe(false)
})

test('a copy that was asked for is shown until its time, and no longer', () => {
  const copy = copyOf(new Response('page'), 'page', '2026-12-22T20:00:00.000Z')
  expect(isOutdated(copy, new Date('2026-12-22T19:59:59Z'))).toBe(false)
  expect(isOutdated(copy, new Date('2026-12-22T20:00:00Z'))).toBe(true)
  expect(isOutdated(copyOf(new Response('page')), new Date('2036-01-01T00:00:00Z'))).toBe(false)
})

test('the built service worker is one script that holds the offline page of each language', () => {
  const code = readFileSync(`${root}dist/client/sw.js`, 'utf8')
  for (const language of ['ar', 'en']) expect(code).toContain(`/${language}/offline/`)
  expect(code).not.toMatch(/(?:^|[;}\s])import[\s{("'`]/)
  expect(code).not.toContain('PRECACHED')
})
