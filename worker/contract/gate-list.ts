// The list that a gate downloads before it loses its network: who is expected at one exhibition on one day, signed
// with the key that signs passes. It names no person; a phone that lost its network can prove that it is ours.
import type { Arrangement } from './codes.ts'
import { fromBase64Url, importPassKey, type PassKey } from './pass.ts'

/** What matters at the gate of what people asked for; the rest is the stall's. */
const atTheGate = [
  'step_free',
  'near_entrance',
  'extra_seat',
  'sign_language',
  'companion',
] as const satisfies Arrangement[]

export const gateArrangements = (asked: readonly string[]): Arrangement[] =>
  atTheGate.filter((known) => asked.includes(known))

/** One booking that is expected, at the stall it has, and since when it is in. */
export interface GateListLine {
  reference: string
  stall: string
  arrangements: Arrangement[]
  checkedInAt: string | null
}

export interface GateList {
  exhibitionId: number
  slug: string
  /** The one day it is for (Asia/Muscat). */
  day: string
  /** When it was true. */
  asOf: string
  lines: GateListLine[]
}

/** The list as it travels: its text, and the signature over that text. */
export interface SignedGateList {
  keyId: string
  text: string
  /** Ed25519, base64url. */
  signature: string
}

const version = 'tamkeen-gate-list/1'

/** A head, then one line for each booking, tabs between the parts; a text and a pass can never be one another. */
export const gateListText = ({ exhibitionId, slug, day, asOf, lines }: GateList): string =>
  [
    [version, exhibitionId, slug, day, asOf, lines.length],
    ...lines.map((line) => [line.reference, line.stall, line.arrangements.join(',') || '-', line.checkedInAt ?? '-']),
  ]
    .map((parts) => parts.join('\t'))
    .join('\n')

/** Whether one of the keys signed the list. */
export async function isOurGateList(keys: readonly PassKey[], signed: SignedGateList): Promise<boolean> {
  const key = keys.find(({ id }) => id === signed.keyId)
  if (!key || !/^[\w-]{86}$/.test(signed.signature)) return false
  const publicKey = await importPassKey(key)
  const text = new TextEncoder().encode(signed.text)
  return crypto.subtle.verify('Ed25519', publicKey, fromBase64Url(signed.signature), text)
}

/** What a list's text says, or null for any other text. Whether it is ours is another question. */
export function readGateList(text: string): GateList | null {
  const [head = '', ...rows] = text.split('\n')
  const [named, exhibitionId = '', slug = '', day = '', asOf = '', count = ''] = head.split('\t')
  if (named !== version || !/^\d+$/.test(exhibitionId) || Number(count) !== rows.length) return null
  const lines = rows.map((row): GateListLine => {
    const [reference = '', stall = '', needs = '', since = ''] = row.split('\t')
    return {
      reference,
      stall,
      arrangements: gateArrangements(needs.split(',')),
      checkedInAt: since === '-' ? null : since,
    }
  })
  return { exhibitionId: Number(exhibitionId), slug, day, asOf, lines }
}
