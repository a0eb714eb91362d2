import { listMessages, requeueDeadMessages } from '../../db/queries/outbox.ts'
import { findActiveStaff } from '../../db/queries/staff.ts'
import { chainEvent, staffStream } from '../audit/event.ts'
import { hopelessErrors } from '../contract/desk.ts'
import { findSubjects } from '../notifications/message-subjects.ts'
import type { Store } from '../store.ts'
import { isTheirs } from './list-outbox.ts'
import type { Staff } from './staff.ts'

export interface ResentMessages {
  resent: number
  /** Whether more of them wait; null when this was the last piece, else the cursor of the next. */
  next: string | null
}

export type ResendDeadMessagesOutcome = ({ ok: true } & ResentMessages) | { ok: false; reason: 'not_signed_in' }

/** One piece: as many dead messages are looked at, the newest first. */
const pieceMessages = 100
const retriesMax = 8

/**
 * Queues dead messages again, a piece at a time: those of one's own governorates that could not be sent, but for those
 * that never can be, because nobody is there to get them any more.
 */
export async function resendDeadMessages(
  db: Store,
  staff: Staff,
  { beforeId }: { beforeId: number | null },
  now: number,
): Promise<ResendDeadMessagesOutcome> {
  const filter = { beforeId: beforeId ?? Number.MAX_SAFE_INTEGER, onlyDead: true }
  for (let attempt = 0; attempt < retriesMax; attempt += 1) {
    const rows = await listMessages(db.d1, filter, pieceMessages)
    const last = rows.at(-1)
    const next = last && rows.length === pieceMessages ? String(last.id) : null
    const subjects = await findSubjects(
      db,
      rows.map((row) => row.subject),
    )
    const ids = rows.flatMap(({ id, subject, lastError }) => {
      const about = subjects.get(subject)
      const isHopeless = hopelessErrors.some((error) => error === lastError)
      return about && !isHopeless && isTheirs(staff, about) ? [id] : []
    })
    if (ids.length === 0) return { ok: true, resent: 0, next }
    const stream = await findActiveStaff(db.d1, staff.email)
    if (!stream) return { ok: false, reason: 'not_signed_in' }
    const event = await chainEvent(db.keys, {
      stream: staffStream(staff.id),
      after: stream,
      type: 'resend-dead',
      atUtc: now,
      actor: `staff:${staff.id}`,
      data: { messages: ids.length, from: ids.at(-1) ?? 0, to: ids[0] ?? 0 },
    })
    if (await requeueDeadMessages(db.d1, { ids, staff: stream, event })) return { ok: true, resent: ids.length, next }
  }
  throw new Error('Dead messages kept changing while they were queued again.')
}
