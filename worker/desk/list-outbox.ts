import { listMessages, type OutboxRow } from '../../db/queries/outbox.ts'
import type { FieldError } from '../contract/codes.ts'
import { toInstant } from '../contract/dates.ts'
import { deskPageSize, outboxRecipients, outboxStates, type DeskPage, type OutboxMessage } from '../contract/desk.ts'
import { findSubjects, renderAbout, type MessageSubject } from '../notifications/message-subjects.ts'
import { smsParts } from '../notifications/sms-parts.ts'
import type { Store } from '../store.ts'
import { worksIn, type Staff } from './staff.ts'

export type ListOutboxOutcome =
  ({ ok: true } & DeskPage<OutboxMessage>) | { ok: false; reason: 'invalid_input'; errors: FieldError[] }

/** How many messages are looked at for one page: an officer's page may be short, it never costs more. */
const lookedAtMax = 300

/** Messages as they will be sent, the newest first: all, or those in one state or of one kind. An officer sees their governorates'. */
export async function listOutbox(
  db: Store,
  staff: Staff,
  request: { state?: string | undefined; template?: string | undefined; cursor?: string | undefined },
): Promise<ListOutboxOutcome> {
  const { state, template, cursor } = request
  if (state && !outboxStates.some((known) => known === state)) {
    return { ok: false, reason: 'invalid_input', errors: [{ field: 'state', code: 'unknown' }] }
  }
  if (template && !/^[a-z_]{1,60}$/.test(template)) {
    return { ok: false, reason: 'invalid_input', errors: [{ field: 'template', code: 'wrong_format' }] }
  }
  if (cursor && !/^\d{1,15}$/.test(cursor)) {
    return { ok: false, reason: 'invalid_input', errors: [{ field: 'cursor', code: 'wrong_format' }] }
  }
  const filter = { beforeId: cursor ? Number(cursor) : Number.MAX_SAFE_INTEGER, onlyDead: state === 'dead' }
  const rows = await listMessages(db.d1, filter, lookedAtMax)
  const asked = rows.filter((row) => (!state || row.state === state) && (!template || row.template === template))
  const subjects = await findSubjects(
    db,
    asked.map((row) => row.subject),
  )
  const mine = asked.flatMap((row) => {
    const about = subjects.get(row.subject)
    return about && isTheirs(staff, about) ? [{ row, about }] : []
  })
  const shown = mine.slice(0, deskPageSize)
  const goesOn = mine.length > shown.length || rows.length === lookedAtMax
  const last = mine.length > shown.length ? shown.at(-1)?.row : rows.at(-1)
  return {
    ok: true,
    items: await Promise.all(shown.map(({ row, about }) => viewMessage(db, row, about))),
    nextCursor: goesOn && last ? String(last.id) : null,
  }
}

/** A pledge is no governorate's: whoever works on pledges sees what its company is told. */
export const isTheirs = (staff: Staff, about: MessageSubject): boolean =>
  'pledge' in about || worksIn(staff, about.booking.exhibitionGovernorate)

export async function viewMessage(db: Store, row: OutboxRow, about: MessageSubject): Promise<OutboxMessage> {
  const { to, text } = await renderAbout(db, row, about, db.settings.isLocal ? 'whole' : 'masked')
  const isEmail = row.channel === 'email'
  return {
    id: row.id,
    reference: row.subject,
    template: row.template,
    channel: isEmail ? 'email' : 'sms',
    recipient: outboxRecipients.find((recipient) => recipient === row.recipient) ?? 'applicant',
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
