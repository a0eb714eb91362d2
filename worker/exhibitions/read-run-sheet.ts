import { countLive, findAnyExhibition } from '../../db/queries/exhibitions.ts'
import { listStreamAfter, type StreamEvent } from '../../db/queries/events.ts'
import { findStaffNames } from '../../db/queries/staff.ts'
import { exhibitionStream } from '../audit/event.ts'
import { openText } from '../audit/text.ts'
import type { ReasonCode } from '../contract/codes.ts'
import { toInstant } from '../contract/dates.ts'
import { liveCountedMax, type ExhibitionNote, type RunSheet } from '../contract/exhibition-acts.ts'
import { actorOf, staffIdOf } from '../audit/actors.ts'
import type { Store } from '../store.ts'
import { missingToPublish } from './publish-exhibition.ts'

const notesMax = 30

export async function readRunSheet(db: Store, request: { slug: string }, now: number): Promise<RunSheet> {
  const row = await findAnyExhibition(db.d1, request.slug)
  if (!row) return { missing: [], liveBookings: 0, notes: [] }
  const [missing, liveBookings, notes] = await Promise.all([
    row.state === 'draft' ? missingToPublish(db, row, now) : [],
    countLive(db.d1, row.id, liveCountedMax),
    listExhibitionNotes(db, { slug: row.slug, after: 0 }),
  ])
  return { missing, liveBookings, notes }
}

/** What happened to an exhibition after a version, the latest first. */
export async function listExhibitionNotes(
  db: Store,
  request: { slug: string; after: number },
): Promise<ExhibitionNote[]> {
  const place = { stream: exhibitionStream(request.slug), seq: request.after }
  const events = await listStreamAfter(db.d1, place, notesMax)
  const ids = events.map((event) => staffIdOf(event.actor)).filter((id) => id !== null)
  const names = await findStaffNames(db.d1, [...new Set(ids)])
  return Promise.all(events.map((event) => noteOf(db, event, names)))
}

async function noteOf(db: Store, event: StreamEvent, names: Parameters<typeof actorOf>[1]): Promise<ExhibitionNote> {
  // The verbs of this noun, of draws and of proposals write this column.
  const data = JSON.parse(event.data) as { reasonCode?: ReasonCode; fields?: string[] }
  const text = event.textId && event.textBody ? await openText(db.keys, event.textId, event.textBody) : ''
  return {
    version: event.seq,
    type: event.type,
    at: toInstant(event.atUtc),
    by: actorOf(event.actor, names),
    fields: data.fields ?? [],
    reason: data.reasonCode || text ? { code: data.reasonCode ?? null, text } : null,
  }
}
