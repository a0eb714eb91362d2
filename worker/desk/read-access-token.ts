import { createRemoteJWKSet, jwtVerify, type JWTVerifyGetKey } from 'jose'
import type { Settings } from '../store.ts'

// One key set for each team address; jose keeps its keys for ten minutes and asks again for an unknown one.
const keySets = new Map<string, JWTVerifyGetKey>()

function keySetOf(issuer: string): JWTVerifyGetKey {
  const known = keySets.get(issuer)
  if (known) return known
  const keySet = createRemoteJWKSet(new URL(`${issuer}/cdn-cgi/access/certs`), {
    timeoutDuration: 3_000,
    cooldownDuration: 30_000,
    cacheMaxAge: 600_000,
  })
  keySets.set(issuer, keySet)
  return keySet
}

/**
 * The e-mail that Cloudflare Access vouches for, or null: a bad token, another desk's audience and a key
 * server that is down all mean "not signed in", never a fault.
 */
export async function readAccessToken(access: Settings['access'], token: string, now: number): Promise<string | null> {
  if (!access.issuer || !access.audience) return null
  try {
    const { payload } = await jwtVerify(token, keySetOf(access.issuer), {
      issuer: access.issuer,
      audience: access.audience,
      algorithms: ['RS256'],
      requiredClaims: ['exp', 'email'],
      currentDate: new Date(now),
    })
    return typeof payload['email'] === 'string' ? payload['email'] : null
  } catch {
    return null
  }
}
