import { findEventMac, findHead, listEventsByStream } from '../../db/queries/audit.ts'
import type { StreamCheck } from '../contract/audit.ts'
import type { FieldError } from '../contract/codes.ts'
import type { Store } from '../store.ts'
import { ownerOf, subjectOf } from './subject.ts'
import { faultOf } from './verify-streams.ts'

export type CheckStreamOutcome =
  | { ok: true; check: StreamCheck }
  | { ok: false; reason: 'not_found' }
  | { ok: false; reason: 'invalid_input'; errors: FieldError[] }

/** How many events one piece recomputes. */
const pieceEvents = 200

/**
 * Recomputes a piece of one stream: sequence, links, macs and the texts not yet erased; at its end, that the record
 * names the last event. A later piece begins at the event where the one before it ended.
 */
export async function checkStream(
  db: Store,
  request: { subject: string; after?: string | undefined },
): Promise<CheckStreamOutcome> {
  const subject = subjectOf(request.subject)
  const owner = subject === null ? null : ownerOf(subject)
  if (subject === null || owner === null) {
    return { ok: false, reason: 'invalid_input', errors: [{ field: 'subject', code: 'wrong_format' }] }
  }
  if (request.after && !/^\d{1,12}$/.test(request.after)) {
    return { ok: false, reason: 'invalid_input', errors: [{ field: 'after', code: 'wrong_format' }] }
  }
  const from = Number(request.after ?? 0)
  const mac = from === 0 ? '' : await findEventMac(db.d1, subject, from)
  const head = await findHead(db.d1, owner.owner, owner.key)
  if (head === null || mac === null) return { ok: false, reason: 'not_found' }
  const read = await listEventsByStream(db.d1, { stream: subject, seq: from }, pieceEvents)
  const events = read.filter(({ stream }) => stream === subject)
  let last = { seq: from, mac }
  for (const event of events) {
    const code = await faultOf(db.keys, event, last)
    if (code) {
      const fault = { code, where: `${subject} #${event.seq}` }
      return { ok: true, check: { subject, from, to: last.seq, next: null, fault } }
    }
    last = event
  }
  const next = events.length === pieceEvents ? last.seq : null
  const isHead = head.version === last.seq && head.headMac === last.mac
  const fault = next === null && !isHead ? ({ code: 'head_differs', where: subject } as const) : null
  return { ok: true, check: { subject, from, to: last.seq, next, fault } }
}
