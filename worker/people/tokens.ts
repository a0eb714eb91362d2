import type { Keyring } from './keyring.ts'

/**
 * What a token opens. `manage` (the applicant's) and `delegate` act on a booking; `link` and `delegate_link`
 * are a message's link to it, `mail_link` an e-mail's; `release` and `delegate_release` are "this was not us", which
 * only frees the phone that the message went to.
 */
export type TokenPurpose =
  'manage' | 'delegate' | 'link' | 'delegate_link' | 'mail_link' | 'release' | 'delegate_release'

/** What opens a delegate's families: a session on a device, and the message's link that begins one. */
export type FamiliesPurpose = 'families' | 'families_link'

type AnyPurpose = TokenPurpose | FamiliesPurpose

const letter: Record<AnyPurpose, string> = {
  manage: 'm',
  delegate: 'd',
  link: 'l',
  delegate_link: 'k',
  mail_link: 'e',
  release: 'r',
  delegate_release: 's',
  families: 'f',
  families_link: 'p',
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

const keptOnDevices: readonly AnyPurpose[] = ['manage', 'delegate', 'families']
const isSentByMessage = (purpose: AnyPurpose) => !keptOnDevices.includes(purpose)
const isSentToPhone = (purpose: TokenPurpose) => isSentByMessage(purpose) && purpose !== 'mail_link'

/** A message is paid by its length: its links carry 132 bits of the HMAC's 256. */
const macLength = (purpose: AnyPurpose) => (isSentByMessage(purpose) ? 22 : 43)

/**
 * A token is derived, never stored: purpose, expiry in base 36 seconds (0: as long as the booking), version,
 * and an HMAC over them and the reference. No dot: Astro would take an address that ends in one for a file's.
 */
export function makeToken(
  keys: Keyring,
  reference: string,
  purpose: TokenPurpose,
  versions: TokenVersions,
  expiresAtUtc: number | null,
): Promise<string> {
  return derive(keys, reference, purpose, versionFor(purpose, versions), expiresAtUtc)
}

/** The same for a delegate's families; its subject is the delegate's key. */
export function makeFamiliesToken(
  keys: Keyring,
  delegateKey: string,
  purpose: FamiliesPurpose,
  version: number,
  expiresAtUtc: number,
): Promise<string> {
  return derive(keys, delegateKey, purpose, version, expiresAtUtc)
}

async function derive(
  keys: Keyring,
  subject: string,
  purpose: AnyPurpose,
  version: number,
  expiresAtUtc: number | null,
): Promise<string> {
  const expiry = expiresAtUtc === null ? '0' : Math.floor(expiresAtUtc / 1000).toString(36)
  const mac = await keys.mac('token', `${subject}|${purpose}|${version}|${expiry}`)
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
  const read = parseToken(token, now)
  if (!read || read.purpose === 'families' || read.purpose === 'families_link') return null
  const { purpose, expiresAtUtc } = read
  const phone = isDelegates(purpose) ? subject.delegateKey : subject.phoneKey
  if (isSentToPhone(purpose) && phone === null) return null
  const expected = await makeToken(keys, reference, purpose, subject, expiresAtUtc)
  return equalInConstantTime(expected, token) ? purpose : null
}

/** Whether a token opens a delegate's families now, as what it is meant to be. */
export async function opensFamilies(
  keys: Keyring,
  token: string,
  purpose: FamiliesPurpose,
  delegate: { delegateKey: string; tokenVersion: number },
  now: number,
): Promise<boolean> {
  const read = parseToken(token, now)
  if (read?.purpose !== purpose || read.expiresAtUtc === null) return false
  const { delegateKey, tokenVersion } = delegate
  return equalInConstantTime(
    await makeFamiliesToken(keys, delegateKey, purpose, tokenVersion, read.expiresAtUtc),
    token,
  )
}

/** What a token says of itself; null when it says nothing, or is over. */
function parseToken(token: string, now: number): { purpose: AnyPurpose; expiresAtUtc: number | null } | null {
  const match = /^([a-z])([0-9a-z]{1,9})-([0-9a-z]{1,6})-[\w-]{22,43}$/.exec(token)
  const purpose = (Object.keys(letter) as AnyPurpose[]).find((name) => letter[name] === match?.[1])
  if (!match || !purpose) return null
  const seconds = parseInt(match[2] ?? '0', 36)
  if (seconds === 0) return { purpose, expiresAtUtc: null }
  return seconds * 1000 <= now ? null : { purpose, expiresAtUtc: seconds * 1000 }
}

export function equalInConstantTime(one: string, other: string): boolean {
  if (one.length !== other.length) return false
  let difference = 0
  for (let i = 0; i < one.length; i += 1) difference |= one.charCodeAt(i) ^ other.charCodeAt(i)
  return difference === 0
}
