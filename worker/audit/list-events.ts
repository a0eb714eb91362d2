import {
  findDayRange,
  listEventsBack,
  listStreamBack,
  type EventFilter,
  type ListedEvent,
} from '../../db/queries/audit-list.ts'
import { findStaffNames } from '../../db/queries/staff.ts'
import type { AuditEvent } from '../contract/audit.ts'
import type { FieldError } from '../contract/codes.ts'
import { addDays, endOfMuscatDay, startOfMuscatDay, toInstant } from '../contract/dates.ts'
import { deskPageSize, type DeskPage } from '../contract/desk.ts'
import type { Bilingual } from '../contract/exhibition.ts'
import { isRealDay } from '../contract/fields.ts'
import type { Store } from '../store.ts'
import { actorOf, staffIdOf } from './actors.ts'
import { subjectOf } from './subject.ts'

export interface ListEvents {
  subject?: string | undefined
  type?: string | undefined
  staff?: string | undefined
  day?: string | undefined
  cursor?: string | undefined
}

export type ListEventsOutcome =
  ({ ok: true } & DeskPage<AuditEvent>) | { ok: false; reason: 'invalid_input'; errors: FieldError[] }

/** How many events one page looks at, however few of them fit; the cursor goes on from there. */
const lookedAtMax = 2_000

const isDay = (text: string) => /^\d{4}-\d\d-\d\d$/.test(text) && isRealDay(text)

/** What happened, the newest first: everywhere or in one stream, of one type, by one colleague, on one day (Asia/Muscat). */
export async function listEvents(db: Store, request: ListEvents): Promise<ListEventsOutcome> {
  const { type, staff, day, cursor } = request
  const subject = request.subject ? subjectOf(request.subject) : null
  const errors: FieldError[] = [
    ...(request.subject && subject === null ? [{ field: 'subject', code: 'wrong_format' } as const] : []),
    ...(type && !/^[a-z-]{1,40}$/.test(type) ? [{ field: 'type', code: 'wrong_format' } as const] : []),
    ...(staff && !/^\d{1,15}$/.test(staff) ? [{ field: 'staff', code: 'wrong_format' } as const] : []),
    ...(day && !isDay(day) ? [{ field: 'day', code: 'wrong_format' } as const] : []),
    ...(cursor && !/^\d{1,15}$/.test(cursor) ? [{ field: 'cursor', code: 'wrong_format' } as const] : []),
  ]
  if (errors.length > 0) return { ok: false, reason: 'invalid_input', errors }
  const filter: EventFilter = {
    type: type || null,
    actor: staff ? `staff:${Number(staff)}` : null,
    fromUtc: day ? startOfMuscatDay(day) : null,
    toUtc: day ? endOfMuscatDay(day) : null,
  }
  const amount = { looked: lookedAtMax, limit: deskPageSize + 1 }
  const before = cursor ? Number(cursor) : Number.MAX_SAFE_INTEGER
  const page =
    subject === null
      ? await listEventsBack(db.d1, await rangeOf(db, day, before), filter, amount)
      : await listStreamBack(db.d1, { stream: subject, beforeSeq: before }, filter, amount)
  const shown = page.events.slice(0, deskPageSize)
  const last = page.events.length > shown.length ? shown.at(-1) : null
  const lookedTo = page.looked === lookedAtMax ? page.lookedTo : null
  const goesOnAt = last ? (subject === null ? last.id : last.seq) : lookedTo
  const ids = shown.map(({ actor }) => staffIdOf(actor)).filter((id) => id !== null)
  const names = await findStaffNames(db.d1, [...new Set(ids)])
  return {
    ok: true,
    items: shown.map((event) => viewEvent(event, names)),
    nextCursor: goesOnAt === null ? null : String(goesOnAt),
  }
}

async function rangeOf(
  db: Store,
  day: string | undefined,
  beforeId: number,
): Promise<{ beforeId: number; afterId: number }> {
  if (!day) return { beforeId, afterId: 0 }
  const around = { twoDaysBefore: addDays(day, -2), dayAfter: addDays(day, 1) }
  const { afterId, upToId } = await findDayRange(db.d1, around)
  return { beforeId: upToId === null ? beforeId : Math.min(beforeId, upToId + 1), afterId }
}

function viewEvent(event: ListedEvent, names: Map<number, Bilingual>): AuditEvent {
  // chainEvent writes this column; `once` only makes two events of one millisecond differ.
  const { once: _once, ...data } = JSON.parse(event.data) as AuditEvent['data']
  return {
    id: event.id,
    subject: event.stream,
    n: event.seq,
    type: event.type,
    at: toInstant(event.atUtc),
    by: actorOf(event.actor, names),
    data,
    hasText: event.textId !== null,
  }
}
