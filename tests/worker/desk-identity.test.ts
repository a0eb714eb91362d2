import { exportJWK, exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT, type JWTPayload } from 'jose'
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import type { DeskCredentials } from '../../worker/desk/credentials.ts'
import { findSignedInStaff } from '../../worker/desk/find-signed-in-staff.ts'
import { deskPages } from '../../worker/desk/permissions.ts'
import { noon } from '../builders/exhibition.ts'
import { bearer, problemOf, send, setClock } from '../builders/send.ts'
import { buildStaff, deskToken } from '../builders/staff.ts'
import { bindings, db } from '../builders/store.ts'

const audience = 'desk-audience-tag'
type KeyPair = Awaited<ReturnType<typeof generateKeyPair>>
let pair: KeyPair
let stranger: KeyPair
let teams = 0

beforeAll(async () => {
  pair = await generateKeyPair('RS256', { extractable: true })
  stranger = await generateKeyPair('RS256', { extractable: true })
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})

/** A team of Cloudflare Access with a key server of its own, which answers only at its own address. */
async function team({ isDown = false } = {}) {
  teams += 1
  const issuer = `https://team-${teams}.access.test`
  const published = async ({ publicKey }: KeyPair, kid: string) => ({
    ...(await exportJWK(publicKey)),
    kid,
    alg: 'RS256',
    use: 'sig',
  })
  const server = { isDown, keys: [await published(pair, 'k1')] }
  const asked = vi.spyOn(globalThis, 'fetch').mockImplementation(async (input) => {
    if (server.isDown || String(input) !== `${issuer}/cdn-cgi/access/certs`)
      return new Response('down', { status: 503 })
    return Response.json({ keys: server.keys })
  })
  const store = { ...db, settings: { ...db.settings, isLocal: false, deskKey: null, access: { issuer, audience } } }
  const { email } = await buildStaff('officer')
  const claims = { iss: issuer, aud: [audience], email, exp: noon / 1000 + 60, iat: noon / 1000 - 60 }
  const sign = (change: JWTPayload = {}, { key: by = pair.privateKey, kid = 'k1' } = {}) =>
    new SignJWT({ ...claims, ...change }).setProtectedHeader({ alg: 'RS256', kid }).sign(by)
  const open = (accessJwt: string, rest: Partial<DeskCredentials> = {}) =>
    findSignedInStaff(store, { accessJwt, cookie: null, bearer: null, host: 'tamkeen.example', ...rest }, noon)
  return { issuer, email, claims, sign, open, asked, server, published }
}

describe('Cloudflare Access', () => {
  test('signs in whoever has a row, with the role and governorates of that row', async () => {
    const { email, sign, open } = await team()
    expect(await open(await sign())).toMatchObject({ email, role: 'officer', governorates: ['muscat'] })
    expect(await open(await sign({ email: email.toUpperCase() }))).toMatchObject({ email })
  })

  test('fetches the keys once for many requests', async () => {
    const { sign, open, asked } = await team()
    for (let i = 0; i < 3; i += 1) expect(await open(await sign())).not.toBeNull()
    expect(asked).toHaveBeenCalledTimes(1)
  })

  test('does not sign in an e-mail without a row, nor a colleague who has left', async () => {
    const { sign, open } = await team()
    expect(await open(await sign({ email: 'nobody@desk.test' }))).toBeNull()
    const left = await buildStaff('manager', { isActive: false })
    expect(await open(await sign({ email: left.email }))).toBeNull()
  })

  test('is not believed when the token is over, or is for another audience, issuer or key', async () => {
    const { sign, open } = await team()
    const bad = [
      await sign({ exp: noon / 1000 }),
      await sign({ exp: undefined }),
      await sign({ nbf: noon / 1000 + 60 }),
      await sign({ aud: ['another-application'] }),
      await sign({ aud: undefined }),
      await sign({ iss: 'https://elsewhere.access.test' }),
      await sign({ email: undefined }),
      await sign({}, { key: stranger.privateKey }),
      await sign({}, { key: stranger.privateKey, kid: 'unknown' }),
      'not.a.token',
      '',
    ]
    for (const token of bad) expect(await open(token), token).toBeNull()
  })

  test('is not believed in another algorithm: none, or HS256 with the public key as its secret', async () => {
    const { claims, open } = await team()
    expect(await open(new UnsecuredJWT(claims).encode())).toBeNull()
    const publicKey = JSON.stringify(await exportJWK(pair.publicKey))
    const forged = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
      .sign(new TextEncoder().encode(publicKey))
    expect(await open(forged)).toBeNull()
  })

  test('is not believed with the public key as a secret in any form that a forger has it in', async () => {
    const { claims, open } = await team()
    const pem = await exportSPKI(pair.publicKey)
    const { n = '' } = await exportJWK(pair.publicKey)
    for (const secret of [pem, pem.trim(), pem.replace(/-----[A-Z ]+-----|\s/g, ''), n]) {
      for (const alg of ['HS256', 'HS384', 'HS512']) {
        const token = new SignJWT(claims).setProtectedHeader({ alg, kid: 'k1' })
        expect(await open(await token.sign(new TextEncoder().encode(secret.padEnd(64, '=')))), alg).toBeNull()
        if (secret.length >= 64)
          expect(
            await open(
              await new SignJWT(claims).setProtectedHeader({ alg, kid: 'k1' }).sign(new TextEncoder().encode(secret)),
            ),
            alg,
          ).toBeNull()
      }
    }
  })

  test('is not believed with a key that the token brings along', async () => {
    const { claims, open, published } = await team()
    const jwk = await published(stranger, 'k1')
    const brought = new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'k1', jwk })
    expect(await open(await brought.sign(stranger.privateKey))).toBeNull()
    const pointing = new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'k1', jku: 'https://evil.test/keys' })
    expect(await open(await pointing.sign(stranger.privateKey))).toBeNull()
  })

  test('rotates its keys: a new one is fetched when it first signs, an old one ends when it is withdrawn', async () => {
    const { sign, open, server, published, asked } = await team()
    expect(await open(await sign())).not.toBeNull()
    server.keys = [await published(stranger, 'k2'), ...server.keys]
    const byNew = () => sign({}, { key: stranger.privateKey, kid: 'k2' })
    // jose asks again for a key it does not know, but not more often than every thirty seconds.
    vi.useFakeTimers({ toFake: ['Date'] })
    vi.setSystemTime(Date.now() + 31_000)
    expect(await open(await byNew())).not.toBeNull()
    expect(await open(await sign())).not.toBeNull()
    expect(asked).toHaveBeenCalledTimes(2)
    server.keys = server.keys.slice(0, 1)
    vi.setSystemTime(Date.now() + 11 * 60_000)
    expect(await open(await byNew())).not.toBeNull()
    expect(await open(await sign())).toBeNull()
  })

  test('cannot be made to ask for keys over and over by unknown ones', async () => {
    const { sign, open, asked } = await team()
    expect(await open(await sign())).not.toBeNull()
    for (let i = 0; i < 20; i += 1) expect(await open(await sign({}, { kid: `unknown-${i}` }))).toBeNull()
    expect(asked.mock.calls.length).toBeLessThanOrEqual(2)
  })

  test('signs nobody in while its key server is down', async () => {
    const { sign, open } = await team({ isDown: true })
    expect(await open(await sign())).toBeNull()
  })

  test('goes on with the keys it knows while its key server is down, and signs in again once it is back', async () => {
    const { sign, open, server } = await team()
    expect(await open(await sign())).not.toBeNull()
    server.isDown = true
    expect(await open(await sign())).not.toBeNull()
    const late = await team({ isDown: true })
    expect(await late.open(await late.sign())).toBeNull()
    late.server.isDown = false
    expect(await late.open(await late.sign())).not.toBeNull()
  })

  test('signs nobody in where no audience is set', async () => {
    const { issuer, sign, email } = await team()
    const unset = { ...db, settings: { ...db.settings, access: { issuer, audience: '' } } }
    const who = { accessJwt: await sign({ aud: '' }), cookie: null, bearer: null, host: 'tamkeen.example' }
    expect(await findSignedInStaff(unset, who, noon), email).toBeNull()
  })

  test('has the last word: a bad token is not saved by a good cookie', async () => {
    const { open, email } = await team()
    expect(await open('bad', { cookie: await deskToken(email, noon), host: '127.0.0.1' })).toBeNull()
  })
})

describe('the local sign-in', () => {
  const local = (rest: Partial<DeskCredentials>) =>
    findSignedInStaff(db, { accessJwt: null, cookie: null, bearer: null, host: '127.0.0.1:8787', ...rest }, noon)

  test('takes the cookie or the Bearer token, on loopback names only', async () => {
    const { email } = await buildStaff('viewer')
    const token = await deskToken(email, noon)
    for (const host of ['127.0.0.1', 'localhost:8787', '[::1]:8787', 'LOCALHOST']) {
      expect(await local({ cookie: token, host }), host).toMatchObject({ email })
      expect(await local({ bearer: token, host }), host).toMatchObject({ email })
    }
    for (const host of ['tamkeen.example', '127.0.0.1.evil.test', 'localhost.evil.test', '10.0.0.1', '', '::1']) {
      expect(await local({ cookie: token, host }), host).toBeNull()
    }
  })

  test('ends after 12 hours and cannot be forged', async () => {
    const { email } = await buildStaff('viewer')
    expect(await local({ cookie: await deskToken(email, noon - 12 * 3_600_000 - 1000) })).toBeNull()
    const token = await deskToken(email, noon)
    expect(await local({ cookie: `${token.slice(0, -2)}AA` })).toBeNull()
    expect(await local({ cookie: 'x' })).toBeNull()
  })

  test('does not exist in production: no page, and cookie and token mean nothing', async () => {
    const { email } = await buildStaff('manager')
    const token = await deskToken(email)
    const { ENVIRONMENT: _, ...rest } = bindings
    const production = { ...rest }
    const headers = { ...bearer(token), Cookie: `desk=${token}` }
    expect((await send('/api/v1/desk/me', { headers }, production)).status).toBe(401)
    expect((await send('/ar/desk/', { headers }, production)).status).toBe(401)
    expect((await send('/ar/desk/sign-in/', { headers }, production)).status).toBe(404)
    expect((await send('/en/desk/sign-in/', { method: 'POST', headers }, production)).status).toBe(404)
    expect((await send('/api/v1/desk/me', { headers })).status).toBe(200)
    expect((await send('/ar/desk/sign-in/')).status).toBe(200)
  })
})

describe('the door of the desk', () => {
  test('tells a call without identity 401, and leaves nothing in a cache', async () => {
    const response = await send('/api/v1/desk/me')
    expect(response.status).toBe(401)
    expect((await problemOf(response)).code).toBe('not_signed_in')
    expect(response.headers.get('Cache-Control')).toBe('no-store')
  })

  test('sends a person who is not signed in to the sign-in page, in their language', async () => {
    const response = await send('/en/desk/outbox/')
    expect(response.status).toBe(303)
    expect(response.headers.get('Location')).toBe('/en/desk/sign-in/')
  })

  test('lets each role have the pages of its line and no other', async () => {
    setClock()
    for (const role of ['viewer', 'gate', 'receiver', 'officer', 'manager'] as const) {
      const { email } = await buildStaff(role)
      const headers = bearer(await deskToken(email, noon))
      for (const [page, allowed] of Object.entries(deskPages)) {
        if (allowed === 'anyone') continue
        const [method = '', path = ''] = page.split(' ')
        const address = `/ar${path.replace(':slug', 'x').replace(':reference', 'TMK-00000000').replace(/:\w+/g, '1')}`
        const response = await send(address, { method, headers })
        const isAllowed = (allowed as readonly string[]).includes(role)
        expect(response.status, `${role} ${page}`).toBe(isAllowed ? 200 : 403)
        expect(response.headers.get('Cache-Control'), page).toBe('no-store')
      }
    }
  })

  test('is closed to an address or a method that has no line', async () => {
    const { email } = await buildStaff('manager')
    const headers = bearer(await deskToken(email))
    expect((await send('/ar/desk/unknown/', { headers })).status).toBe(404)
    expect((await send('/ar/desk/outbox/', { method: 'PUT', headers })).status).toBe(404)
  })
})
