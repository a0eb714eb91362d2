import { listEventsByStream, type AuditedEvent } from '../../db/queries/audit.ts'
import type { Keyring } from '../people/keyring.ts'
import type { Store } from '../store.ts'
import { eventMac } from './event.ts'
import type { AuditCheck, AuditFault } from './fault.ts'
import { openText, textDigest } from './text.ts'

const pageEvents = 500

/** Recomputes every event of every stream, in pages: sequence, links, macs, and the texts not yet erased. */
export async function verifyStreams(db: Store): Promise<AuditCheck> {
  let checked = 0
  let last = { stream: '', seq: 0, mac: '' }
  for (;;) {
    const events = await listEventsByStream(db.d1, last, pageEvents)
    for (const event of events) {
      const before = event.stream === last.stream ? last : { seq: 0, mac: '' }
      const code = await faultOf(db.keys, event, before)
      if (code) return { checked, fault: { code, where: `${event.stream} #${event.seq}` } }
      checked += 1
      last = event
    }
    if (events.length < pageEvents) return { checked, fault: null }
  }
}

/** What is wrong with an event, given the one before it in its stream; null when it is right. */
export async function faultOf(
  keys: Keyring,
  event: AuditedEvent,
  before: { seq: number; mac: string },
): Promise<AuditFault['code'] | null> {
  if (event.seq !== before.seq + 1) return 'sequence_gap'
  if (event.previousMac !== before.mac) return 'link_broken'
  if (event.mac !== (await eventMac(keys, event))) return 'event_altered'
  if (event.ownerVersion === null) return 'owner_missing'
  if (event.seq > event.ownerVersion) return 'beyond_head'
  return event.textId === null ? null : textFaultOf(keys, event)
}

async function textFaultOf(
  keys: Keyring,
  { textId, textSalt, textBody, textErasedAtUtc, textDigest: digest }: AuditedEvent,
): Promise<AuditFault['code'] | null> {
  if (textId === null || textSalt === null) return 'text_missing'
  if (textBody === null) return textErasedAtUtc === null ? 'text_missing' : null
  const text = await openText(keys, textId, textBody).catch(() => null)
  return text !== null && (await textDigest(textSalt, text)) === digest ? null : 'text_altered'
}
