import type { Keyring } from './keyring.ts'

/**
 * What a token opens. `manage` (the applicant's) and `delegate` act on a booking; `link` and `delegate_link`
 * are a message's link to it, `mail_link` an e-mail's; `release` and `delegate_release` are "this was not us", which
 * only frees the phone that the message went to.
 */
export type TokenPurpose =
  'manage' | 'delegate' | 'link' | 'delegate_link' | 'mail_link' | 'release' | 'delegate_release'

const letter: Record<TokenPurpose, string> = {
  manage: 'm',
  delegate: 'd',
  link: 'l',
  delegate_link: 'k',
  mail_link: 'e',
  release: 'r',
  delegate_release: 's',
}

/** Raising a version revokes every token of that holder. */
export interface TokenVersions {
  tokenVersion: number
  delegateTokenVersion: number
}

/** A booking as its tokens see it: a phone that was released (null) takes the links sent to it along. */
export interface TokenSubject extends TokenVersions {
  phoneKey: string | null
  delegateKey: string | null
}

const isDelegates = (purpose: TokenPurpose) => purpose.startsWith('delegate')

const versionFor = (purpose: TokenPurpose, versions: TokenVersions) =>
  isDelegates(purpose) ? versions.delegateTokenVersion : versions.tokenVersion

const isSentByMessage = (purpose: TokenPurpose) => purpose !== 'manage' && purpose !== 'delegate'
const isSentToPhone = (purpose: TokenPurpose) => isSentByMessage(purpose) && purpose !== 'mail_link'

/** A message is paid by its length: its links carry 132 bits of the HMAC's 256. */
const macLength = (purpose: TokenPurpose) => (isSentByMessage(purpose) ? 22 : 43)

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
  return `${letter[purpose]}${expiry}-${version.toString(36)}-${mac.slice(0, macLength(purpose))}`
}

/** Whether a token opens this booking now for one of the purposes, and which. */
export async function readToken(
  keys: Keyring,
  reference: string,
  token: string,
  subject: TokenSubject,
  now: number,
): Promise<TokenPurpose | null> {
  const match = /^([mdlkers])([0-9a-z]{1,9})-([0-9a-z]{1,6})-[\w-]{22,43}$/.exec(token)
  if (!match) return null
  const purpose = (Object.keys(letter) as TokenPurpose[]).find((name) => letter[name] === match[1])
  if (!purpose) return null
  const phone = isDelegates(purpose) ? subject.delegateKey : subject.phoneKey
  if (isSentToPhone(purpose) && phone === null) return null
  const seconds = parseInt(match[2] ?? '0', 36)
  if (seconds !== 0 && seconds * 1000 <= now) return null
  const expected = await makeToken(keys, reference, purpose, subject, seconds === 0 ? null : seconds * 1000)
  return equalInConstantTime(expected, token) ? purpose : null
}

export function equalInConstantTime(one: string, other: string): boolean {
  if (one.length !== other.length) return false
  let difference = 0
  for (let i = 0; i < one.length; i += 1) difference |= one.charCodeAt(i) ^ other.charCodeAt(i)
  return difference === 0
}
