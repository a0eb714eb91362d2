import { toInstant } from '../contract/dates.ts'
import type { Actor, NewEvent } from '../../db/queries/events.ts'
import type { Keyring } from '../people/keyring.ts'

export interface EventToChain {
  stream: string
  /** The stream's version and mac before this event: 0 and '' for its first. */
  after: { version: number; headMac: string }
  type: string
  atUtc: number
  actor: Actor
  data: Record<string, string | number | boolean | null | string[]>
  text?: { id: string; digest: string } | null
}

export const breachStream = (id: number) => `breach:${id}`
export const settingStream = (name: string) => `setting:${name}`
export const bookingStream = (reference: string) => `booking:${reference}`
export const exhibitionStream = (slug: string) => `exhibition:${slug}`
export const needStream = (id: string) => `need:${id}`
export const pledgeStream = (reference: string) => `pledge:${reference}`
export const staffStream = (id: number) => `staff:${id}`

/** The HMAC that chains an event to the one before it; the verifying command computes the same. */
export function eventMac(keys: Keyring, event: Omit<NewEvent, 'mac'>): Promise<string> {
  const { stream, seq, type, atUtc, actor, data, textId, textDigest, previousMac } = event
  return keys.mac(
    'event',
    JSON.stringify([stream, seq, type, toInstant(atUtc), actor, data, textId, textDigest, previousMac]),
  )
}

// Two who act on one record in the same millisecond would sign equal events, and the loser's conditions would
// take the winner's event for its own.
const once = () => crypto.randomUUID().slice(0, 8)

export async function chainEvent(keys: Keyring, event: EventToChain): Promise<NewEvent> {
  const unsigned = {
    stream: event.stream,
    seq: event.after.version + 1,
    type: event.type,
    atUtc: event.atUtc,
    actor: event.actor,
    data: JSON.stringify({ ...event.data, once: once() }),
    textId: event.text?.id ?? null,
    textDigest: event.text?.digest ?? null,
    previousMac: event.after.headMac,
  }
  return { ...unsigned, mac: await eventMac(keys, unsigned) }
}
