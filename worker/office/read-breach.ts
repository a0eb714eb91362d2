import { findBreach, listBreachRows, type BreachPlace, type BreachRow } from '../../db/queries/breaches.ts'
import { listStream } from '../../db/queries/events.ts'
import { findStaffNames } from '../../db/queries/staff.ts'
import { breachStream } from '../audit/event.ts'
import { actorOf, staffIdOf } from '../audit/actors.ts'
import { openText } from '../audit/text.ts'
import type { Breach, BreachDetail, BreachEntry } from '../contract/breaches.ts'
import type { FieldError } from '../contract/codes.ts'
import { toInstant } from '../contract/dates.ts'
import type { DeskPage } from '../contract/desk.ts'
import { breachHours, hourMs } from '../contract/limits.ts'
import type { Store } from '../store.ts'

const pageSize = 20

const instantOrNull = (atUtc: number | null) => (atUtc === null ? null : toInstant(atUtc))

function viewBreach(row: BreachRow, now: number): Breach {
  const dueAtUtc = row.foundAtUtc + breachHours * hourMs
  return {
    id: row.id,
    kind: row.kind,
    foundAt: toInstant(row.foundAtUtc),
    people: row.people,
    authorityDueAt: toInstant(dueAtUtc),
    hoursLeft: Math.floor((dueAtUtc - now) / hourMs),
    authorityToldAt: instantOrNull(row.authorityToldAtUtc),
    peopleToldAt: instantOrNull(row.peopleToldAtUtc),
    closedAt: instantOrNull(row.closedAtUtc),
    version: row.version,
  }
}

export type ListBreachesOutcome =
  ({ ok: true } & DeskPage<Breach>) | { ok: false; reason: 'invalid_input'; errors: FieldError[] }

/** The register, the latest found first. */
export async function listBreaches(
  db: Store,
  { cursor }: { cursor?: string | undefined },
  now: number,
): Promise<ListBreachesOutcome> {
  const after = cursor ? readCursor(cursor) : null
  if (cursor && !after) {
    return { ok: false, reason: 'invalid_input', errors: [{ field: 'cursor', code: 'wrong_format' }] }
  }
  const rows = await listBreachRows(db.d1, after, pageSize + 1)
  const shown = rows.slice(0, pageSize)
  const last = shown.at(-1)
  return {
    ok: true,
    items: shown.map((row) => viewBreach(row, now)),
    nextCursor: last && rows.length > shown.length ? `${last.foundAtUtc}.${last.id}` : null,
  }
}

/** One breach with everything that was recorded of it, and by whom; null when there is none. */
export async function readBreach(db: Store, { id }: { id: number }, now: number): Promise<BreachDetail | null> {
  const row = await findBreach(db.d1, id)
  if (!row) return null
  const events = await listStream(db.d1, breachStream(id))
  const names = await findStaffNames(
    db.d1,
    events.map(({ actor }) => staffIdOf(actor)).filter((staffId) => staffId !== null),
  )
  const history = events.map(async (event): Promise<BreachEntry> => ({
    version: event.seq,
    act: event.type === 'record-breach' ? 'record-breach' : 'change-breach',
    at: toInstant(event.atUtc),
    by: actorOf(event.actor, names),
    // record-breach.ts and change-breach.ts write this column.
    set: (JSON.parse(event.data) as { set: string[] }).set,
    text: event.textId && event.textBody ? await openText(db.keys, event.textId, event.textBody) : null,
  }))
  return { ...viewBreach(row, now), history: await Promise.all(history) }
}

function readCursor(cursor: string): BreachPlace | null {
  const match = /^(\d{1,15})\.(\d{1,15})$/.exec(cursor)
  return match ? { foundAtUtc: Number(match[1]), id: Number(match[2]) } : null
}
