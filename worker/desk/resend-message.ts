import { findMessage, requeueMessage } from '../../db/queries/outbox.ts'
import { findActiveStaff } from '../../db/queries/staff.ts'
import { chainEvent, staffStream } from '../audit/event.ts'
import type { OutboxMessage } from '../contract/desk.ts'
import { minuteMs } from '../contract/limits.ts'
import { findSubjects } from '../notifications/message-subjects.ts'
import type { Store } from '../store.ts'
import { isTheirs, viewMessage } from './list-outbox.ts'
import type { Staff } from './staff.ts'

export type ResendMessageOutcome =
  { ok: true; message: OutboxMessage } | { ok: false; reason: 'not_found' | 'not_your_governorate' }

const retriesMax = 8

/**
 * Queues a message again: one that failed for good starts anew, one that was sent goes out once more (once a
 * minute, however often it is asked). One that is still queued needs nothing.
 */
export async function resendMessage(
  db: Store,
  staff: Staff,
  request: { id: number },
  now: number,
): Promise<ResendMessageOutcome> {
  for (let attempt = 0; attempt < retriesMax; attempt += 1) {
    const message = await findMessage(db.d1, request.id)
    const about = message && (await findSubjects(db, [message.subject])).get(message.subject)
    if (!message || !about) return { ok: false, reason: 'not_found' }
    if (!isTheirs(staff, about)) return { ok: false, reason: 'not_your_governorate' }
    const from = message.state
    if (from !== 'sent' && from !== 'dead') return { ok: true, message: await viewMessage(db, message, about) }
    const stream = await findActiveStaff(db.d1, staff.email)
    if (!stream) return { ok: false, reason: 'not_found' }
    const event = await chainEvent(db.keys, {
      stream: staffStream(staff.id),
      after: stream,
      type: 'resend',
      atUtc: now,
      actor: `staff:${staff.id}`,
      data: { message: message.id, reference: message.subject, from },
    })
    const round = Math.floor(now / minuteMs)
    if (await requeueMessage(db.d1, { id: message.id, from, round, staff: stream, event })) {
      const written = await findMessage(db.d1, message.id)
      return { ok: true, message: await viewMessage(db, written ?? message, about) }
    }
  }
  throw new Error('A message kept changing while it was queued again.')
}
