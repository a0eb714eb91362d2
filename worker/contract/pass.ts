// The text of a pass: what its QR code carries. It is written for QR's alphanumeric mode (capitals, digits and `:`),
// so that the code stays coarse enough for a cheap phone's camera. It names no person.

/** What a pass says: which booking stands at which stall of which exhibition on which days (Asia/Muscat). */
export interface Pass {
  keyId: string
  reference: string
  exhibitionId: number
  stall: string
  startsOn: string
  endsOn: string
}

/** A public key that verifies passes: raw Ed25519, base64url. */
export interface PassKey {
  id: string
  publicKey: string
}

const version = 'TMK1'
const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const signatureBytes = 64
const signatureLetters = 103

const pattern = new RegExp(
  `^(${version}:([0-9A-Z]{1,8}):([0-9A-Z]{8}):(\\d{1,15}):([^\\n]{1,20}):(\\d{6})(\\d{6})):([${crockford}]{${signatureLetters}})$`,
)

const shortDay = (day: string): string => day.slice(2).replaceAll('-', '')
const longDay = (short: string): string => `20${short.slice(0, 2)}-${short.slice(2, 4)}-${short.slice(4, 6)}`

/** The part of a pass that is signed: `TMK1:<key>:<reference without TMK->:<exhibition>:<stall>:<first and last day>`. */
export const passClaim = ({ keyId, reference, exhibitionId, stall, startsOn, endsOn }: Pass): string =>
  [version, keyId, reference.slice('TMK-'.length), exhibitionId, stall, shortDay(startsOn) + shortDay(endsOn)].join(':')

export const passText = (claim: string, signature: Uint8Array): string => `${claim}:${toBase32(signature)}`

/**
 * What a pass says, if one of the keys signed it; null for any other text. This is all that a gate without a network
 * can know: it can compare exhibition and day, but not learn that the booking was withdrawn, cancelled or moved since
 * the pass was shown (only `POST /desk/check-in` refuses that), nor that the same pass came in at another gate.
 */
export async function verifyPass(keys: readonly PassKey[], text: string): Promise<Pass | null> {
  const pass = readUnverifiedPass(text)
  const match = pattern.exec(text.trim())
  const key = keys.find(({ id }) => id === pass?.keyId)
  const signature = fromBase32(match?.[8] ?? '')
  if (!pass || !key || !signature) return null
  const publicKey = await importPassKey(key)
  const claim = new TextEncoder().encode(match?.[1])
  return (await crypto.subtle.verify('Ed25519', publicKey, signature, claim)) ? pass : null
}

/** What a text in the form of a pass says, whoever made it up; null for any other text. */
export function readUnverifiedPass(text: string): Pass | null {
  const match = pattern.exec(text.trim())
  if (!match) return null
  const [, , keyId = '', reference = '', exhibitionId = '', stall = '', first = '', last = ''] = match
  const days = { startsOn: longDay(first), endsOn: longDay(last) }
  return { keyId, reference: `TMK-${reference}`, exhibitionId: Number(exhibitionId), stall, ...days }
}

function toBase32(bytes: Uint8Array): string {
  let text = ''
  let held = 0
  let bits = 0
  for (const byte of bytes) {
    held = (held << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += crockford[(held >> bits) & 31]
    }
    held &= (1 << bits) - 1
  }
  return bits > 0 ? text + crockford[(held << (5 - bits)) & 31] : text
}

/** Null for a text whose last letter carries bits that no signature has: each signature has one spelling. */
function fromBase32(text: string): Uint8Array<ArrayBuffer> | null {
  const bytes = new Uint8Array(signatureBytes)
  let held = 0
  let bits = 0
  let place = 0
  for (const letter of text) {
    held = (held << 5) | crockford.indexOf(letter)
    bits += 5
    if (bits < 8) continue
    bits -= 8
    bytes[place] = held >> bits
    place += 1
    held &= (1 << bits) - 1
  }
  return held === 0 && place === signatureBytes ? bytes : null
}

/** @throws where the browser knows no Ed25519. */
export const importPassKey = (key: PassKey): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', fromBase64Url(key.publicKey), 'Ed25519', false, ['verify'])

export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replace(/-/g, '+').replace(/_/g, '/'))
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0))
}
