import type { D1Database } from '@cloudflare/workers-types'
import { and, asc, desc, eq, gt, isNull, sql } from 'drizzle-orm'
import { orm } from '../orm.ts'
import { drawFiles, drawPlaces, draws } from '../tables/draws.ts'
import { exhibitions } from '../tables/exhibitions.ts'
import { zoneIsOnPlan } from './plan.ts'
import { stallIsFree } from './waitlist.ts'

export type DrawRow = typeof draws.$inferSelect

/** Every draw of an exhibition, the latest first. */
export function listDraws(d1: D1Database, exhibitionId: number): Promise<DrawRow[]> {
  return orm(d1).select().from(draws).where(eq(draws.exhibitionId, exhibitionId)).orderBy(desc(draws.n)).limit(50).all()
}

/** The text of a manifest or result, or null. */
export async function readDrawFile(d1: D1Database, file: string): Promise<string | null> {
  const pieces = await orm(d1)
    .select({ body: drawFiles.body })
    .from(drawFiles)
    .where(eq(drawFiles.file, file))
    .orderBy(asc(drawFiles.seq))
    .all()
  return pieces.length > 0 ? pieces.map(({ body }) => body).join('') : null
}

/** The last piece of a text that was stored in pieces. */
export async function readLastPiece(d1: D1Database, file: string): Promise<string> {
  const pieces = await orm(d1)
    .select({ body: drawFiles.body })
    .from(drawFiles)
    .where(eq(drawFiles.file, file))
    .orderBy(desc(drawFiles.seq))
    .limit(2)
    .all()
  // The zones may begin in the piece before.
  return pieces
    .map(({ body }) => body)
    .reverse()
    .join('')
}

/** What a freeze reads of the exhibition; both counts and the version are in its condition. */
export interface BallotGround {
  id: number
  slug: string
  state: string
  mode: string
  startsOn: string
  version: number
  headMac: string
  applications: number
  ballotChanges: number
  /** Entries neither checked nor declined. */
  unchecked: number
  /** 1 while bookings that an earlier draw moved wait to be entries again. */
  unreset: number
  lastN: number
}

export function findBallotGround(d1: D1Database, slug: string): Promise<BallotGround | null> {
  return d1
    .prepare(
      `SELECT e.id, e.slug, e.state, e.mode, e.starts_on AS startsOn, e.version, e.head_mac AS headMac, e.applications,
         e.ballot_changes AS ballotChanges,
         (SELECT count(*) FROM bookings b WHERE b.exhibition_id = e.id AND b.state = 'applied' AND b.checked_at_utc IS NULL) AS unchecked,
         COALESCE((SELECT 1 FROM bookings b WHERE b.exhibition_id = e.id AND b.state IN ('offered', 'waitlisted') LIMIT 1), 0) AS unreset,
         (SELECT COALESCE(max(n), 0) FROM draws d WHERE d.exhibition_id = e.id) AS lastN
       FROM exhibitions e WHERE e.slug = ? AND e.state <> 'draft'`,
    )
    .bind(slug)
    .first<BallotGround>()
}

/** Closed ballots with bookings that a draw moved before it was set aside. */
export async function listUnreset(d1: D1Database, limit: number): Promise<{ id: number }[]> {
  const { results } = await d1
    .prepare(
      `SELECT e.id FROM exhibitions e WHERE e.state = 'closed' AND e.mode = 'ballot'
         AND (SELECT 1 FROM bookings b WHERE b.exhibition_id = e.id AND b.state IN ('offered', 'waitlisted') LIMIT 1) = 1
       ORDER BY e.starts_on LIMIT ?`,
    )
    .bind(limit)
    .all<{ id: number }>()
  return results
}

export interface BallotEntry {
  drawCode: string
  needsStepFree: number
  zoneIds: string
  hasPriority: number
}

const entriesAtOnce = 5_000

/** Every entry of a ballot in the order of draw codes, with whether it is in the priority ledger. */
export async function readBallotEntries(d1: D1Database, exhibitionId: number, now: number): Promise<BallotEntry[]> {
  const entries: BallotEntry[] = []
  for (let after = ''; ; after = entries.at(-1)?.drawCode ?? '') {
    const { results } = await d1
      .prepare(
        `SELECT b.draw_code AS drawCode, b.needs_step_free AS needsStepFree, b.zone_ids AS zoneIds,
           COALESCE((SELECT 1 FROM priority_ledger p WHERE p.applicant_key = b.applicant_key AND p.expires_at_utc > ? LIMIT 1), 0) AS hasPriority
         FROM bookings b
         WHERE b.exhibition_id = ? AND b.draw_code IS NOT NULL AND b.draw_code > ? AND b.state = 'applied'
         ORDER BY b.draw_code LIMIT ?`,
      )
      .bind(now, exhibitionId, after, entriesAtOnce)
      .all<BallotEntry>()
    entries.push(...results)
    if (results.length < entriesAtOnce) return entries
  }
}

export interface FreeByZone {
  id: number
  code: string
  otherStalls: number
  stepFreeStalls: number
}

/** The free stalls of each zone, in plan order. */
export async function countFreeByZone(d1: D1Database, exhibitionId: number): Promise<FreeByZone[]> {
  const free = `FROM stalls s WHERE s.zone_id = z.id AND ${stallIsFree('s')}`
  const { results } = await d1
    .prepare(
      `SELECT z.id, z.code, (SELECT count(*) ${free} AND s.is_step_free = 0) AS otherStalls,
         (SELECT count(*) ${free} AND s.is_step_free = 1) AS stepFreeStalls
       FROM zones z WHERE z.exhibition_id = ? AND ${zoneIsOnPlan('z')} ORDER BY z.position`,
    )
    .bind(exhibitionId)
    .all<FreeByZone>()
  return results
}

/** Draws whose exhibition is still frozen, the oldest first. */
export function listFrozenDraws(d1: D1Database, limit: number) {
  return orm(d1)
    .select({ draw: draws, slug: exhibitions.slug })
    .from(draws)
    .innerJoin(exhibitions, eq(exhibitions.id, draws.exhibitionId))
    .where(and(eq(draws.state, 'frozen'), eq(exhibitions.state, 'frozen')))
    .orderBy(asc(draws.id))
    .limit(limit)
    .all()
}

export type UnappliedDraw = Awaited<ReturnType<typeof listUnappliedDraws>>[number]

/** Published draws whose places are not all given out yet. */
export function listUnappliedDraws(d1: D1Database, limit: number) {
  return orm(d1)
    .select({
      id: draws.id,
      exhibitionId: draws.exhibitionId,
      file: sql<string>`${draws.resultFile}`,
      appliedRank: draws.appliedRank,
      entries: draws.entries,
      startsOn: exhibitions.startsOn,
      slug: exhibitions.slug,
    })
    .from(draws)
    .innerJoin(exhibitions, eq(exhibitions.id, draws.exhibitionId))
    .where(and(eq(draws.state, 'drawn'), isNull(draws.appliedAtUtc), eq(exhibitions.state, 'drawn')))
    .orderBy(asc(draws.id))
    .limit(limit)
    .all()
}

export type PlaceRow = typeof drawPlaces.$inferSelect

/** The next places of a result by rank. */
export function listPlaces(d1: D1Database, file: string, afterRank: number, limit: number): Promise<PlaceRow[]> {
  return orm(d1)
    .select()
    .from(drawPlaces)
    .where(and(eq(drawPlaces.file, file), gt(drawPlaces.rank, afterRank)))
    .orderBy(asc(drawPlaces.rank))
    .limit(limit)
    .all()
}

/** One entry's line in the published result of its exhibition, with that draw's id, or undefined. */
export function findPlace(d1: D1Database, exhibitionId: number, drawCode: string) {
  return orm(d1)
    .select({
      drawId: draws.id,
      file: drawPlaces.file,
      rank: drawPlaces.rank,
      drawCode: drawPlaces.drawCode,
      zone: drawPlaces.zone,
      place: drawPlaces.place,
    })
    .from(draws)
    .innerJoin(drawPlaces, and(eq(drawPlaces.file, sql`${draws.resultFile}`), eq(drawPlaces.drawCode, drawCode)))
    .where(and(eq(draws.exhibitionId, exhibitionId), eq(draws.state, 'drawn')))
    .get()
}

export function findPlaceInFile(d1: D1Database, file: string, drawCode: string): Promise<PlaceRow | undefined> {
  return orm(d1)
    .select()
    .from(drawPlaces)
    .where(and(eq(drawPlaces.file, file), eq(drawPlaces.drawCode, drawCode)))
    .get()
}

/** The line of a manifest that begins with this draw code, or null. A line may begin in one piece and end in the next. */
export async function findManifestLine(d1: D1Database, file: string, drawCode: string): Promise<string | null> {
  const row = await d1
    .prepare(
      `SELECT substr(text, instr(text, ?2) + 1, 500) AS line
       FROM (SELECT f.body || COALESCE((SELECT n.body FROM draw_files n WHERE n.file = f.file AND n.seq = f.seq + 1), '') AS text
         FROM draw_files f WHERE f.file = ?1)
       WHERE instr(text, ?2) > 0 LIMIT 1`,
    )
    .bind(file, `\n${drawCode} `)
    .first<{ line: string }>()
  return row?.line.split('\n')[0] ?? null
}
