import type { D1Database, D1PreparedStatement } from '@cloudflare/workers-types'
import { type BallotGround } from './draws.ts'
import { placesAreToBeGiven } from './placing-ground.ts'
import { insertEventIf, type NewEvent } from './events.ts'
import { placingStatements, type PlacingChange } from './many-booking-changes.ts'

/** A D1 value holds at most 2 MB, and an Arabic letter takes two bytes. */
const pieceLength = 250_000

const piecesOf = (text: string): string[] => {
  const pieces: string[] = []
  for (let from = 0; from < text.length; from += pieceLength) pieces.push(text.slice(from, from + pieceLength))
  return pieces
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
    // Whoever left after an earlier draw gives the rank back that it gave them: this one gives every rank anew.
    d1
      .prepare(
        `UPDATE bookings SET ordinal = NULL WHERE exhibition_id = ? AND ordinal IS NOT NULL AND EXISTS (${proof.sql})`,
      )
      .bind(ground.id, ...proof.values),
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

/** Sets a draw aside, if nobody ever accepted and every offer is as it was read: the offers end in the same batch. */
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
           AND (SELECT accepted_at_utc FROM draws WHERE id = ?) IS NULL
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
        ground.drawId,
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

/**
 * The statement that moves a draw's progress on while its places are to be given, once no entry up to `rank` is still
 * waiting to be placed. At the last rank it also says that the draw is applied.
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
           SELECT state FROM bookings b WHERE b.exhibition_id = ?6 AND b.draw_code = p.draw_code) = 'applied') = 0
         AND (${placesAreToBeGiven}) IS NOT NULL`,
    )
    .bind(rank, now, draw.id, draw.appliedRank, draw.file, draw.exhibitionId, draw.id)
}
