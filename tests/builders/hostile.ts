import fc from 'fast-check'
import { expect } from 'vitest'
import { problemCodes } from '../../worker/contract/problem.ts'
import { securityHeaders } from '../../worker/http/security-headers.ts'
import type { Problem } from './send.ts'

/** Stands in everything hostile that is sent; no answer may hold it, in any letter case. */
export const marker = 'zqmarker7kx'

const around = (text: string) => text.replace('M', marker)

/** Strings that break something somewhere. */
const nastyStrings = [
  'M',
  'M\u0000',
  '\u0000M',
  '\uD800M',
  'M\uDFFF',
  '\u202EM\u202C',
  '\u2066M\u2069',
  '\uFFFEM\uFFFF',
  '\u001BM[31m',
  'M\r\nSet-Cookie: a=b',
  `'; DROP TABLE bookings; -- M`,
  `M' OR '1'='1`,
  'M%27%20OR%201=1',
  '<script>alert("M")</script>',
  '"><img src=x onerror=M>',
  '${7*7}{{7*7}}<%= M %>',
  '../../../etc/passwd?M',
  '{"$gt":"M"}',
  'M\u0301'.padEnd(400, '\u0301'),
  'ﷺM',
  '٠١٢٣M',
  '+968 7000 M',
  'TMK-M',
  '__proto__M',
].map(around)

const longString = fc.constantFrom(200, 3_000).map((length) => marker.repeat(Math.ceil(length / marker.length)))

const nastyLeaf = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...nastyStrings) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary' }).map((text) => text + marker) },
  { weight: 1, arbitrary: longString },
  {
    weight: 3,
    arbitrary: fc.constantFrom<unknown>(
      null,
      true,
      false,
      0,
      -1,
      1e308,
      -0.5,
      Number.MAX_SAFE_INTEGER,
      '',
      ' ',
      [],
      {},
      [[]],
      [null],
      { length: 1 },
      { toString: marker, valueOf: marker },
      { ['__proto__']: { isAdmin: marker } },
      { constructor: { prototype: { x: marker } } },
    ),
  },
)

/** Any value that JSON can carry, with something hostile in every leaf. */
export const nasty: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    nastyLeaf,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      fc.oneof(fc.constantFrom('__proto__', 'constructor', 'hasOwnProperty', 'toJSON', marker), fc.string()),
      tie('value'),
      {
        maxKeys: 4,
      },
    ),
  ),
})).value

type Json = Record<string, unknown>

/** The paths of every member of a body, its branches included. */
export function pathsOf(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [path]
  const inside = Object.entries(value).flatMap(([key, member]) => pathsOf(member, [...path, key]))
  return path.length > 0 ? [path, ...inside] : inside
}

/** A copy of a body with one member replaced. */
export function replaced(body: Json, [key, ...rest]: string[], value: unknown): Json {
  if (key === undefined) return body
  const inner = body[key]
  const isBranch = rest.length > 0 && typeof inner === 'object' && inner !== null
  return { ...body, [key]: isBranch ? replaced(inner as Json, rest, value) : value }
}

/** Texts that are sent as a body as they are: no JSON, or JSON at its edges. */
export const rawBodies: (string | Uint8Array<ArrayBuffer>)[] = [
  '',
  ' ',
  'null',
  'true',
  '12',
  `"${marker}"`,
  `[${marker}]`,
  `{"a":${marker}}`,
  '{"a":1e9999}',
  '{"applicant":{"kind":"productive_family"},"applicant":null}',
  `{"__proto__":{"applicant":"${marker}"}}`,
  `{"constructor":{"prototype":{"kind":"${marker}"}}}`,
  '['.repeat(8_000),
  '['.repeat(7_000) + ']'.repeat(7_000),
  '{"a":'.repeat(2_500) + '1' + '}'.repeat(2_500),
  `\uFEFF{"a":"${marker}"}`,
  `applicant.name=${marker}&consent=on`,
  `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>${marker}&b;</a>`,
  new Uint8Array([0xff, 0xfe, 0x7b, 0x7d]),
  new Uint8Array([0x22, 0xc3, 0x28, 0x22]),
  new Uint8Array([0x22, 0xed, 0xa0, 0x80, 0x22]),
  new Uint8Array(300),
]

/** Path segments that no route expects. */
export const nastySegments = [
  marker,
  '%00',
  `${marker}%00`,
  '%',
  '%zz',
  '%c0%af',
  '%ff%fe',
  '%ED%A0%80',
  '..%2f..%2fetc',
  '%2e%2e',
  `'%20OR%201=1--${marker}`,
  `%3Cscript%3E${marker}`,
  '%E2%80%AE' + marker,
  '__proto__',
  'constructor',
  'TMK-00000000',
  `TMK-${marker}`,
  'tmk%20-%20abcdefgh',
  marker.repeat(500),
]

/**
 * What every answer keeps to, whatever was asked: no fault of ours, nothing of what was sent, security headers;
 * and for the API problem+json with a code of the closed list and the request's id.
 */
export async function expectHonest(response: Response, what: string, { isApi = true } = {}): Promise<void> {
  expect(response.status, what).toBeLessThan(500)
  const text = await response.text()
  const headers = [...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n')
  expect(text.toLowerCase().includes(marker), `${what} is echoed: ${text.slice(0, 300)}`).toBe(false)
  expect(headers.toLowerCase().includes(marker), `${what} is echoed in a header: ${headers}`).toBe(false)
  expectSecurityHeaders(response, what)
  if (!isApi || response.status < 400) return
  expect(response.headers.get('Content-Type'), what).toBe('application/problem+json; charset=utf-8')
  const problem = JSON.parse(text) as Problem
  expect(problemCodes, what).toContain(problem.code)
  expect(problem.status, what).toBe(response.status)
  expect(problem.requestId, what).toMatch(/^[0-9a-f-]{36}$/)
  expect(problem.requestId, what).toBe(response.headers.get('X-Request-Id'))
}

export function expectSecurityHeaders(response: Response, what: string): void {
  for (const [name, value] of Object.entries(securityHeaders))
    expect(response.headers.get(name), `${what}: ${name}`).toBe(value)
  expect(response.headers.get('Content-Security-Policy'), what).toMatch(/frame-ancestors 'none'/)
  expect(response.headers.get('X-Request-Id'), what).toMatch(/^[0-9a-f-]{36}$/)
}
