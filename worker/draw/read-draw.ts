import { listDraws, readDrawFile, type DrawRow } from '../../db/queries/draws.ts'
import { findExhibition, type ExhibitionRow } from '../../db/queries/exhibitions.ts'
import { toInstant } from '../contract/dates.ts'
import type { DrawView } from '../contract/draw.ts'
import type { Store } from '../store.ts'
import { roundTime } from './sources.ts'

export type ReadDrawOutcome =
  | { ok: true; draw: DrawView; row: DrawRow; exhibition: ExhibitionRow }
  | { ok: false; reason: 'exhibition_not_found' | 'draw_not_found' }

/** The latest draw of an exhibition, or the one with a number. */
export async function readDraw(db: Store, request: { slug: string; n?: number }): Promise<ReadDrawOutcome> {
  const exhibition = await findExhibition(db.d1, request.slug)
  if (!exhibition) return { ok: false, reason: 'exhibition_not_found' }
  const all = await listDraws(db.d1, exhibition.id)
  const row = request.n === undefined ? all[0] : all.find(({ n }) => n === request.n)
  if (!row) return { ok: false, reason: 'draw_not_found' }
  return { ok: true, row, exhibition, draw: viewOf(db, request.slug, row, all) }
}

function viewOf(db: Store, slug: string, row: DrawRow, all: DrawRow[]): DrawView {
  const { reasonAr, reasonEn } = row.state === 'superseded' ? row : (all.find(({ n }) => n === row.n - 1) ?? row)
  return {
    n: row.n,
    exhibition: slug,
    manifestSha256: row.manifestSha256,
    entries: row.entries,
    source:
      row.source === 'drand'
        ? {
            kind: 'drand',
            chainHash: row.chainHash ?? '',
            round: row.round ?? 0,
            at: toInstant(roundTime(db, row.round ?? 0)),
          }
        : {
            kind: 'ceremony',
            name: { ar: row.ceremonySourceAr ?? '', en: row.ceremonySourceEn ?? '' },
            date: row.ceremonyOn ?? '',
          },
    publicValue: row.publicValue,
    seed: row.seed,
    state: row.state,
    reason: reasonAr === null ? null : { ar: reasonAr, en: reasonEn ?? '' },
    frozenAt: toInstant(row.frozenAtUtc),
    drawnAt: row.drawnAtUtc === null ? null : toInstant(row.drawnAtUtc),
    draws: all.map(({ n }) => n),
  }
}

export type ReadDrawFileOutcome =
  { ok: true; name: string; text: string } | { ok: false; reason: 'exhibition_not_found' | 'draw_not_found' }

/** The manifest or the result of a draw, exactly as it was published. */
export async function readPublishedFile(
  db: Store,
  request: { slug: string; n?: number; file: 'manifest' | 'result' },
): Promise<ReadDrawFileOutcome> {
  const found = await readDraw(db, request)
  return found.ok ? readFileOf(db, found.row, request.file) : found
}

/** A published file never changes, so its name tells whether a reader has it already. */
export async function readFileOf(
  db: Store,
  row: DrawRow,
  file: 'manifest' | 'result',
  read = readDrawFile,
): Promise<ReadDrawFileOutcome> {
  const name = file === 'manifest' ? row.manifestFile : row.resultFile
  const text = name === null ? null : await read(db.d1, name)
  return name === null || text === null ? { ok: false, reason: 'draw_not_found' } : { ok: true, name, text }
}
