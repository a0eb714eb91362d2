import type { BookingRow } from '../../db/queries/bookings.ts'
import { findBookings } from '../../db/queries/desk-bookings.ts'
import { listMessages, type OutboxRow } from '../../db/queries/outbox.ts'
import type { FieldError } from '../contract/codes.ts'
import { toInstant } from '../contract/dates.ts'
import { deskPageSize, outboxStates, type DeskPage, type OutboxMessage } from '../contract/desk.ts'
import { renderMessage } from '../notifications/render-message.ts'
import { smsParts } from '../notifications/sms-parts.ts'
import type { Store } from '../store.ts'
import { worksIn, type Staff } from './staff.ts'

export type ListOutboxOutcome =
  ({ ok: true } & DeskPage<OutboxMessage>) | { ok: false; reason: 'invalid_input'; errors: FieldError[] }

/** How many messages are looked at for one page: an officer's page may be short, it never costs more. */
const lookedAtMax = 200

/** Messages as they will be sent, the newest first: all, or the dead ones. An officer sees those of their governorates. */
export async function listOutbox(
  db: Store,
  staff: Staff,
  request: { state?: string | undefined; cursor?: string | undefined },
): Promise<ListOutboxOutcome> {
  const { state, cursor } = request
  if (state && state !== 'dead') {
    return { ok: false, reason: 'invalid_input', errors: [{ field: 'state', code: 'unknown' }] }
  }
  if (cursor && !/^\d{1,15}$/.test(cursor)) {
    return { ok: false, reason: 'invalid_input', errors: [{ field: 'cursor', code: 'wrong_format' }] }
  }
  const filter = { beforeId: cursor ? Number(cursor) : Number.MAX_SAFE_INTEGER, onlyDead: state === 'dead' }
  const rows = await listMessages(db.d1, filter, lookedAtMax)
  const bookings = await findBookings(db.d1, [...new Set(rows.map((row) => row.subject))])
  const mine = rows.flatMap((row) => {
    const booking = bookings.get(row.subject)
    return booking && worksIn(staff, booking.exhibitionGovernorate) ? [{ row, booking }] : []
  })
  const shown = mine.slice(0, deskPageSize)
  const goesOn = mine.length > shown.length || rows.length === lookedAtMax
  const last = mine.length > shown.length ? shown.at(-1)?.row : rows.at(-1)
  return {
    ok: true,
    items: await Promise.all(shown.map(({ row, booking }) => viewMessage(db, row, booking))),
    nextCursor: goesOn && last ? String(last.id) : null,
  }
}

export async function viewMessage(db: Store, row: OutboxRow, booking: BookingRow): Promise<OutboxMessage> {
  const { to, text } = await renderMessage(db, row, booking, db.settings.isLocal ? 'whole' : 'masked')
  const isEmail = row.channel === 'email'
  return {
    id: row.id,
    reference: row.subject,
    template: row.template,
    channel: isEmail ? 'email' : 'sms',
    recipient: row.recipient === 'delegate' ? 'delegate' : 'applicant',
    phone: isEmail ? null : to,
    email: isEmail ? to : null,
    language: row.language === 'en' ? 'en' : 'ar',
    text,
    parts: text === null || isEmail ? 0 : smsParts(text),
    state: outboxStates.find((state) => state === row.state) ?? 'queued',
    attempts: row.attempts,
    createdAt: toInstant(row.createdAtUtc),
    sentAt: row.sentAtUtc === null ? null : toInstant(row.sentAtUtc),
    lastError: row.lastError,
  }
}
