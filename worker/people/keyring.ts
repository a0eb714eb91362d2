import type { PassKey } from '../contract/pass.ts'

// Every secret operation of the product. Keys are imported once for each isolate.

const encoder = new TextEncoder()
const decoder = new TextDecoder()

export function toBase64Url(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
}

export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replace(/-/g, '+').replace(/_/g, '/'))
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0))
}

export interface Secrets {
  ENCRYPTION_KEYS: string
  LOOKUP_KEY: string
  TOKEN_KEY: string
  EVENT_KEY: string
  PASS_KEY: string
}

type MacKey = 'lookup' | 'token' | 'event'

export interface Keyring {
  /** HMAC-SHA-256 in base64url, 43 characters. */
  mac(key: MacKey, text: string): Promise<string>
  /** AES-256-GCM: `keyId.iv.ciphertext`; `context` is authenticated, so a ciphertext cannot move to another row. */
  encrypt(text: string, context: string): Promise<string>
  decrypt(sealed: string, context: string): Promise<string>
  /** The id of the key that encrypts now; others only decrypt. */
  currentKeyId: string
  /** Ed25519 over the text, with the key whose id is `passKeyId`. */
  signPass(text: string): Promise<Uint8Array>
  passKeyId: string
  /** The public keys that verify passes: the one that signs and those of passes that were signed before. */
  passKeys: PassKey[]
}

const importMac = (secret: string): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', fromBase64Url(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])

// What stands before the 32 bytes of an Ed25519 key in its PKCS #8 form (RFC 8410).
const pkcs8Start = Uint8Array.of(0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20)

/** `id:seed` pairs, the seeds 32 bytes in base64url; ids are letters and digits and stand in passes as capitals. */
async function openPassKeys(secret: string | undefined): Promise<{ sign: CryptoKey; keys: [PassKey, ...PassKey[]] }> {
  const pairs = (secret ?? '').split(',').map((pair) => /^\s*([A-Za-z0-9]{1,8}):([\w-]{43})\s*$/.exec(pair))
  const opened = await Promise.all(
    pairs.map(async (pair) => {
      if (!pair) throw new Error('PASS_KEY is a comma separated list of id:seed.')
      const key = new Uint8Array([...pkcs8Start, ...fromBase64Url(pair[2] ?? '')])
      const sign = await crypto.subtle.importKey('pkcs8', key, 'Ed25519', true, ['sign'])
      // A private key in this form carries its public key as `x`.
      const { x } = (await crypto.subtle.exportKey('jwk', sign)) as { x?: string }
      return { sign, key: { id: (pair[1] ?? '').toUpperCase(), publicKey: x ?? '' } }
    }),
  )
  const [first, ...others] = opened
  if (!first) throw new Error('The secret PASS_KEY is missing.')
  return { sign: first.sign, keys: [first.key, ...others.map(({ key }) => key)] }
}

/** @throws when a secret is missing or is no 256-bit base64url key. */
export async function openKeyring(secrets: Secrets): Promise<Keyring> {
  for (const name of ['LOOKUP_KEY', 'TOKEN_KEY', 'EVENT_KEY'] as const) {
    if (!/^[\w-]{43,}$/.test(secrets[name] ?? '')) throw new Error(`The secret ${name} is missing or too short.`)
  }
  const encryption = new Map<string, CryptoKey>()
  for (const pair of (secrets.ENCRYPTION_KEYS ?? '').split(',').filter(Boolean)) {
    const [id, key] = pair.trim().split(':')
    if (!id || !key) throw new Error('ENCRYPTION_KEYS is a comma separated list of id:key.')
    encryption.set(
      id,
      await crypto.subtle.importKey('raw', fromBase64Url(key), 'AES-GCM', false, ['encrypt', 'decrypt']),
    )
  }
  const [first] = encryption.keys()
  if (!first) throw new Error('The secret ENCRYPTION_KEYS is missing.')
  const currentKey = keyOf(encryption, first)
  const macs: Record<MacKey, CryptoKey> = {
    lookup: await importMac(secrets.LOOKUP_KEY),
    token: await importMac(secrets.TOKEN_KEY),
    event: await importMac(secrets.EVENT_KEY),
  }
  const passes = await openPassKeys(secrets.PASS_KEY)
  return {
    currentKeyId: first,
    passKeyId: passes.keys[0].id,
    passKeys: passes.keys,
    async signPass(text) {
      return new Uint8Array(await crypto.subtle.sign('Ed25519', passes.sign, encoder.encode(text)))
    },
    async mac(key, text) {
      return toBase64Url(new Uint8Array(await crypto.subtle.sign('HMAC', macs[key], encoder.encode(text))))
    },
    async encrypt(text, context) {
      const iv = crypto.getRandomValues(new Uint8Array(12))
      const sealed = await crypto.subtle.encrypt(
        { name: 'AES-GCM', iv, additionalData: encoder.encode(context) },
        currentKey,
        encoder.encode(text),
      )
      return `${first}.${toBase64Url(iv)}.${toBase64Url(new Uint8Array(sealed))}`
    },
    async decrypt(sealed, context) {
      const [id = '', iv = '', body = ''] = sealed.split('.')
      const plain = await crypto.subtle.decrypt(
        { name: 'AES-GCM', iv: fromBase64Url(iv), additionalData: encoder.encode(context) },
        keyOf(encryption, id),
        fromBase64Url(body),
      )
      return decoder.decode(plain)
    },
  }
}

function keyOf(keys: Map<string, CryptoKey>, id: string): CryptoKey {
  const key = keys.get(id)
  if (!key) throw new Error(`There is no encryption key with the id ${id}.`)
  return key
}
