import type { Keyring } from './keyring.ts'

/**
 * What a token opens. `manage` (the applicant's) and `delegate` act on a booking; `link` and `delegate_link`
 * are a message's link to it; `release` is the "this was not us" link, which only frees the phone number.
 */
export type TokenPurpose = 'manage' | 'delegate' | 'link' | 'delegate_link' | 'release'

const letter: Record<TokenPurpose, string> = { manage: 'm', delegate: 'd', link: 'l', delegate_link: 'k', release: 'r' }

/** Raising a version revokes every token of that holder; a released phone's links open nothing any more. */
export interface TokenVersions {
  tokenVersion: number
  delegateTokenVersion: number
  phoneReleasedAtUtc?: number | null
}

const versionFor = (purpose: TokenPurpose, versions: TokenVersions) =>
  purpose === 'delegate' || purpose === 'delegate_link' ? versions.delegateTokenVersion : versions.tokenVersion

const isSentByMessage = (purpose: TokenPurpose) => purpose !== 'manage' && purpose !== 'delegate'

/**
 * A token is derived, never stored: purpose, expiry in base 36 seconds (0: as long as the booking), version,
 * and an HMAC over them and the reference. No dot: Astro would take an address that ends in one for a file's.
 */
export async function makeToken(
  keys: Keyring,
  reference: string,
  purpose: TokenPurpose,
  versions: TokenVersions,
  expiresAtUtc: number | null,
): Promise<string> {
  const version = versionFor(purpose, versions)
  const expiry = expiresAtUtc === null ? '0' : Math.floor(expiresAtUtc / 1000).toString(36)
  const mac = await keys.mac('token', `${reference}|${purpose}|${version}|${expiry}`)
  return `${letter[purpose]}${expiry}-${version.toString(36)}-${mac}`
}

/** Whether a token opens this booking now for one of the purposes, and which. */
export async function readToken(
  keys: Keyring,
  reference: string,
  token: string,
  versions: TokenVersions,
  now: number,
): Promise<TokenPurpose | null> {
  const match = /^([mdlkr])([0-9a-z]{1,9})-([0-9a-z]{1,6})-[\w-]{43}$/.exec(token)
  if (!match) return null
  const purpose = (Object.keys(letter) as TokenPurpose[]).find((name) => letter[name] === match[1])
  if (!purpose || (isSentByMessage(purpose) && versions.phoneReleasedAtUtc)) return null
  const seconds = parseInt(match[2] ?? '0', 36)
  if (seconds !== 0 && seconds * 1000 <= now) return null
  const expected = await makeToken(keys, reference, purpose, versions, seconds === 0 ? null : seconds * 1000)
  return equalInConstantTime(expected, token) ? purpose : null
}

export function equalInConstantTime(one: string, other: string): boolean {
  if (one.length !== other.length) return false
  let difference = 0
  for (let i = 0; i < one.length; i += 1) difference |= one.charCodeAt(i) ^ other.charCodeAt(i)
  return difference === 0
}
