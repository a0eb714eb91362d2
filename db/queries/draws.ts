import type { D1Database, D1PreparedStatement } from '@cloudflare/workers-types'
import { and, asc, desc, eq, gt, isNull, sql } from 'drizzle-orm'
import { orm } from '../orm.ts'
import { drawFiles, drawPlaces, draws } from '../tables/draws.ts'
import { exhibitions } from '../tables/exhibitions.ts'
import { insertEventIf, type NewEvent } from './events.ts'
import { placingStatements, type PlacingChange } from './many-booking-changes.ts'

export type DrawRow = typeof draws.$inferSelect

/** A D1 value holds at most 2 MB, and an Arabic letter takes two bytes. */
const pieceLength = 250_000

const piecesOf = (text: string): string[] => {
  const pieces: string[] = []
  for (let from = 0; from < text.length; from += pieceLength) pieces.push(text.slice(from, from + pieceLength))
  return pieces
}

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
  /** Bookings that an earlier draw moved and that wait to be entries again. */
  unreset: number
  lastN: number
}

export function findBallotGround(d1: D1Database, slug: string): Promise<BallotGround | null> {
  return d1
    .prepare(
      `SELECT e.id, e.slug, e.state, e.mode, e.starts_on AS startsOn, e.version, e.head_mac AS headMac, e.applications,
         e.ballot_changes AS ballotChanges,
         (SELECT count(*) FROM bookings b WHERE b.exhibition_id = e.id AND b.state = 'applied' AND b.checked_at_utc IS NULL) AS unchecked,
         (SELECT count(*) FROM bookings b WHERE b.exhibition_id = e.id AND b.state IN ('offered', 'waitlisted')) AS unreset,
         (SELECT COALESCE(max(n), 0) FROM draws d WHERE d.exhibition_id = e.id) AS lastN
       FROM exhibitions e WHERE e.slug = ? AND e.state <> 'draft'`,
    )
    .bind(slug)
    .first<BallotGround>()
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
  const free = `FROM stalls s WHERE s.zone_id = z.id AND s.withheld_reason IS NULL AND NOT EXISTS (
    SELECT 1 FROM bookings o WHERE o.stall_id = s.id AND o.state IN ('pending', 'offered', 'confirmed', 'checked_in'))`
  const { results } = await d1
    .prepare(
      `SELECT z.id, z.code, (SELECT count(*) ${free} AND s.is_step_free = 0) AS otherStalls,
         (SELECT count(*) ${free} AND s.is_step_free = 1) AS stepFreeStalls
       FROM zones z WHERE z.exhibition_id = ? ORDER BY z.position`,
    )
    .bind(exhibitionId)
    .all<FreeByZone>()
  return results
}

export interface NewDraw {
  n: number
  source: 'drand' | 'ceremony'
  chainHash: string | null
  round: number | null
  ceremonySourceAr: string | null
  ceremonySourceEn: string | null
  ceremonyOn: string | null
  manifestFile: string
  manifest: string
  manifestSha256: string
  entries: number
  atUtc: number
}

/** A condition that holds only if the batch's first statement was written. */
export interface Proof {
  sql: string
  values: (string | number)[]
}

const exhibitionProof = (id: number, event: NewEvent): Proof => ({
  sql: 'SELECT 1 FROM exhibitions WHERE id = ? AND head_mac = ?',
  values: [id, event.mac],
})

/** Freezes an exhibition and publishes its manifest, if nothing of what was read has changed. */
export async function writeFreeze(
  d1: D1Database,
  ground: BallotGround,
  draw: NewDraw,
  event: NewEvent,
): Promise<boolean> {
  const proof = exhibitionProof(ground.id, event)
  const [frozen] = await d1.batch([
    d1
      .prepare(
        `UPDATE exhibitions SET state = 'frozen', version = version + 1, head_mac = ?
         WHERE id = ? AND state = 'closed' AND version = ? AND applications = ? AND ballot_changes = ?`,
      )
      .bind(event.mac, ground.id, ground.version, ground.applications, ground.ballotChanges),
    ...insertEventIf(d1, event, proof),
    ...insertFile(d1, draw.manifestFile, draw.manifest, proof),
    d1
      .prepare(
        `INSERT INTO draws (exhibition_id, n, state, source, chain_hash, round, ceremony_source_ar, ceremony_source_en,
           ceremony_on, manifest_file, manifest_sha256, entries, frozen_at_utc)
         SELECT ?, ?, 'frozen', ?, ?, ?, ?, ?, ?, ?, ?, ?, ? WHERE EXISTS (${proof.sql})`,
      )
      .bind(
        ground.id,
        draw.n,
        draw.source,
        draw.chainHash,
        draw.round,
        draw.ceremonySourceAr,
        draw.ceremonySourceEn,
        draw.ceremonyOn,
        draw.manifestFile,
        draw.manifestSha256,
        draw.entries,
        draw.atUtc,
        ...proof.values,
      ),
  ])
  return (frozen?.meta.changes ?? 0) > 0
}

function insertFile(d1: D1Database, file: string, text: string, proof?: Proof): D1PreparedStatement[] {
  return piecesOf(text).map((body, seq) =>
    d1
      .prepare(`INSERT INTO draw_files (file, seq, body) SELECT ?, ?, ?${proof ? ` WHERE EXISTS (${proof.sql})` : ''}`)
      .bind(file, seq, body, ...(proof?.values ?? [])),
  )
}

export interface NewPlace {
  rank: number
  drawCode: string
  zone: string | null
  place: 'step-free' | 'other' | null
}

const placesAtOnce = 2_500

/** Stores a result that nothing points to yet: nobody can see it, however long it takes. */
export async function storeResult(d1: D1Database, file: string, text: string, places: NewPlace[]): Promise<void> {
  for (const statement of insertFile(d1, file, text)) await statement.run()
  for (let from = 0; from < places.length; from += placesAtOnce) {
    await d1
      .prepare(
        `INSERT INTO draw_places (file, rank, draw_code, zone, place)
         SELECT ?, value ->> 'rank', value ->> 'drawCode', value ->> 'zone', value ->> 'place' FROM json_each(?)`,
      )
      .bind(file, JSON.stringify(places.slice(from, from + placesAtOnce)))
      .run()
  }
}

/** Forgets a stored result that lost the race to be published. */
export async function dropResult(d1: D1Database, file: string): Promise<void> {
  await d1.batch([
    d1.prepare('DELETE FROM draw_places WHERE file = ?').bind(file),
    d1.prepare('DELETE FROM draw_files WHERE file = ?').bind(file),
  ])
}

/** Publishes a stored result: one pointer, with the exhibition's state and event, in one batch. */
export async function publishResult(
  d1: D1Database,
  draw: { id: number; exhibitionId: number; exhibitionVersion: number },
  result: { file: string; publicValue: string; seed: string },
  event: NewEvent,
  alongside: (proof: Proof) => D1PreparedStatement[],
): Promise<boolean> {
  const proof = exhibitionProof(draw.exhibitionId, event)
  const [drawn] = await d1.batch([
    d1
      .prepare(
        `UPDATE exhibitions SET state = 'drawn', version = version + 1, head_mac = ?
         WHERE id = ? AND state = 'frozen' AND version = ?
           AND (SELECT state FROM draws WHERE id = ?) = 'frozen'`,
      )
      .bind(event.mac, draw.exhibitionId, draw.exhibitionVersion, draw.id),
    ...insertEventIf(d1, event, proof),
    d1
      .prepare(
        `UPDATE draws SET state = 'drawn', public_value = ?, seed = ?, result_file = ?, drawn_at_utc = ?
         WHERE id = ? AND state = 'frozen' AND EXISTS (${proof.sql})`,
      )
      .bind(result.publicValue, result.seed, result.file, event.atUtc, draw.id, ...proof.values),
    ...alongside(proof),
  ])
  return (drawn?.meta.changes ?? 0) > 0
}

/** Sets a draw aside, if nobody has accepted and every offer is as it was read: the offers end in the same batch. */
export async function writeSupersession(
  d1: D1Database,
  ground: { id: number; state: string; version: number; drawId: number },
  reason: { ar: string; en: string },
  resets: PlacingChange[],
  event: NewEvent,
  alongside: (proof: Proof) => D1PreparedStatement[],
): Promise<boolean> {
  const proof = exhibitionProof(ground.id, event)
  const [closed] = await d1.batch([
    d1
      .prepare(
        `UPDATE exhibitions SET state = 'closed', version = version + 1, head_mac = ?
         WHERE id = ? AND state = ? AND version = ? AND (SELECT state FROM draws WHERE id = ?) <> 'superseded'
           AND (SELECT count(*) FROM bookings WHERE exhibition_id = ? AND state IN ('confirmed', 'checked_in')) = 0
           AND (SELECT count(*) FROM bookings WHERE exhibition_id = ? AND state = 'offered') = (
             SELECT count(*) FROM json_each(?) c WHERE (
               SELECT 1 FROM bookings b WHERE b.reference = c.value ->> 'reference' AND b.version = c.value ->> 'version') = 1)
           AND (SELECT count(*) FROM bookings WHERE exhibition_id = ? AND state = 'offered') = ?`,
      )
      .bind(
        event.mac,
        ground.id,
        ground.state,
        ground.version,
        ground.drawId,
        ground.id,
        ground.id,
        JSON.stringify(resets.map(({ reference, version }) => ({ reference, version }))),
        ground.id,
        resets.length,
      ),
    ...insertEventIf(d1, event, proof),
    d1
      .prepare(
        `UPDATE draws SET state = 'superseded', reason_ar = ?, reason_en = ? WHERE id = ? AND EXISTS (${proof.sql})`,
      )
      .bind(reason.ar, reason.en, ground.drawId, ...proof.values),
    ...placingStatements(d1, resets, event.atUtc, [], proof),
    ...alongside(proof),
  ])
  return (closed?.meta.changes ?? 0) > 0
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

/** One entry's line in the published result of its exhibition, or undefined. */
export function findPlace(d1: D1Database, exhibitionId: number, drawCode: string): Promise<PlaceRow | undefined> {
  return orm(d1)
    .select({
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

export interface GivableStall {
  id: number
  code: string
  zone: string
  isStepFree: number
  isNearEntrance: number
  hasPower: number
}

/** An exhibition's free stalls in plan order. */
export async function listGivableStalls(d1: D1Database, exhibitionId: number): Promise<GivableStall[]> {
  const { results } = await d1
    .prepare(
      `SELECT s.id, s.code, (SELECT z.code FROM zones z WHERE z.id = s.zone_id) AS zone, s.is_step_free AS isStepFree,
         s.is_near_entrance AS isNearEntrance, s.has_power AS hasPower
       FROM stalls s
       WHERE s.exhibition_id = ? AND s.withheld_reason IS NULL AND NOT EXISTS (
         SELECT 1 FROM bookings o WHERE o.stall_id = s.id AND o.state IN ('pending', 'offered', 'confirmed', 'checked_in'))
       ORDER BY s.y, s.x, s.code`,
    )
    .bind(exhibitionId)
    .all<GivableStall>()
  return results
}

/**
 * The statement that moves a draw's progress on, once no entry up to `rank` is still waiting to be placed. At the
 * last rank it also says that the draw is applied.
 */
export function advanceApplied(
  d1: D1Database,
  draw: { id: number; exhibitionId: number; file: string; appliedRank: number; entries: number },
  rank: number,
  now: number,
): D1PreparedStatement {
  return d1
    .prepare(
      `UPDATE draws SET applied_rank = ?1, applied_at_utc = iif(?1 >= entries, ?2, NULL)
       WHERE id = ?3 AND applied_rank = ?4 AND (
         SELECT count(*) FROM draw_places p WHERE p.file = ?5 AND p.rank > ?4 AND p.rank <= ?1 AND (
           SELECT state FROM bookings b WHERE b.exhibition_id = ?6 AND b.draw_code = p.draw_code) = 'applied') = 0`,
    )
    .bind(rank, now, draw.id, draw.appliedRank, draw.file, draw.exhibitionId)
}
