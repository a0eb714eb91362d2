import { hourMs } from '../contract/limits.ts'
import { fromBase64Url, toBase64Url } from '../people/keyring.ts'
import { equalInConstantTime } from '../people/tokens.ts'

// Only a local run has a DESK_KEY: production signs staff in through Cloudflare Access.

/** How long a local sign-in or a script's token lasts. */
export const deskTokenMs = 12 * hourMs

const encoder = new TextEncoder()

/** `<e-mail, base64url>.<expiry, base 36 seconds>.<HMAC>`: the local sign-in cookie and the scripts' Bearer token. */
export async function makeDeskToken(deskKey: string, email: string, now: number): Promise<string> {
  const expiry = Math.floor((now + deskTokenMs) / 1000)
  return sign(deskKey, `${toBase64Url(encoder.encode(email))}.${expiry.toString(36)}`)
}

/** The e-mail that a token was made for, or null when it is forged, altered or over. */
export async function readDeskToken(deskKey: string, token: string, now: number): Promise<string | null> {
  const match = /^(([\w-]{2,400})\.([0-9a-z]{1,9}))\.[\w-]{43}$/.exec(token)
  if (!match) return null
  const [, claim = '', email = '', expiry = ''] = match
  if (!equalInConstantTime(await sign(deskKey, claim), token)) return null
  if (parseInt(expiry, 36) * 1000 <= now) return null
  return new TextDecoder().decode(fromBase64Url(email))
}

async function sign(deskKey: string, claim: string): Promise<string> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', fromBase64Url(deskKey), algorithm, false, ['sign'])
  const mac = await crypto.subtle.sign('HMAC', key, encoder.encode(`desk|${claim}`))
  return `${claim}.${toBase64Url(new Uint8Array(mac))}`
}
