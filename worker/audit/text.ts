import type { NewText } from '../../db/queries/events.ts'
import { toBase64Url, type Keyring } from '../people/keyring.ts'

const contextOf = (id: string) => `text:${id}`

export async function textDigest(salt: string, text: string): Promise<string> {
  const bytes = new TextEncoder().encode(`${salt}|${text}`)
  return toBase64Url(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)))
}

export async function sealText(keys: Keyring, stream: string, text: string): Promise<NewText> {
  const id = crypto.randomUUID()
  const salt = toBase64Url(crypto.getRandomValues(new Uint8Array(16)))
  return { id, stream, salt, body: await keys.encrypt(text, contextOf(id)), digest: await textDigest(salt, text) }
}

export const openText = (keys: Keyring, id: string, body: string): Promise<string> => keys.decrypt(body, contextOf(id))

/** Encrypts a text that is there already, for a new key: its digest and salt stay. */
export const sealTextAgain = (keys: Keyring, id: string, text: string): Promise<string> =>
  keys.encrypt(text, contextOf(id))
