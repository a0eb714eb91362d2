import { findManifestLine, findPlaceInFile, listPlaces, readLastPiece, type PlaceRow } from '../../db/queries/draws.ts'
import type { DrawView } from '../contract/draw.ts'
import { keyOf } from '../contract/draw-run.ts'
import type { DrawZone } from '../contract/draw-manifest.ts'
import type { ExhibitionDetail } from '../contract/exhibition.ts'
import { normaliseDrawCode } from '../contract/text.ts'
import { readPublicExhibition } from '../exhibitions/public-exhibitions.ts'
import type { Store } from '../store.ts'
import { readPublicDraw } from './public-draws.ts'

/** A page shows so many ranks; the file holds them all. */
export const ranksShown = 150

export type AskedLine = PlaceRow & { key: string; hadPriority: boolean }

export interface DrawPage {
  exhibition: ExhibitionDetail
  draw: DrawView | null
  /** As the manifest counts them; before the freeze, as they stand free now. */
  zones: (DrawZone & { title: { ar: string; en: string } })[]
  places: PlaceRow[]
  /** The line of the draw code that was asked for; null when it is in no manifest, undefined when none was asked. */
  asked: AskedLine | null | undefined
}

export type ReadDrawPageOutcome =
  { ok: true; page: DrawPage } | { ok: false; reason: 'exhibition_not_found' | 'draw_not_found' }

/** What the page of a draw shows: the latest one unless a number says which. */
export async function readDrawPage(
  db: Store,
  request: { slug: string; n?: number; code?: string },
  now: number,
): Promise<ReadDrawPageOutcome> {
  const found = await readPublicExhibition(db, { slug: request.slug }, now)
  if (!found.ok) return found
  const { exhibition } = found
  if (exhibition.mode !== 'ballot') return { ok: false, reason: 'draw_not_found' }
  const read = await readPublicDraw(db, { slug: request.slug, ...(request.n !== undefined && { n: request.n }) }, now)
  if (!read.ok) {
    if (request.n !== undefined) return read
    const page = { exhibition, draw: null, zones: countFree(exhibition), places: [], asked: undefined }
    return { ok: true, page }
  }
  const { draw, row } = read
  const code = normaliseDrawCode(request.code ?? '')
  const [tail, places, asked, manifestLine] = await Promise.all([
    readLastPiece(db.d1, row.manifestFile),
    row.resultFile === null ? [] : listPlaces(db.d1, row.resultFile, 0, ranksShown),
    row.resultFile !== null && code ? findPlaceInFile(db.d1, row.resultFile, code) : undefined,
    row.resultFile !== null && code ? findManifestLine(db.d1, row.manifestFile, code) : null,
  ])
  const zones = zonesOf(tail).map((zone) => ({ ...zone, title: titleOf(exhibition, zone.id) }))
  const isAsked = row.resultFile !== null && Boolean(request.code)
  const hadPriority = manifestLine?.split(' ')[2] === '0'
  const line = asked ? { ...asked, key: await keyOf(row.seed ?? '', asked.drawCode), hadPriority } : null
  return { ok: true, page: { exhibition, draw, zones, places, asked: isAsked ? line : undefined } }
}

const titleOf = ({ zones }: ExhibitionDetail, id: string) =>
  zones.find((zone) => zone.id === id)?.title ?? { ar: id, en: id }

/** A manifest ends with its zones, so its last piece is enough. */
function zonesOf(tail: string): DrawZone[] {
  const lines = [...tail.matchAll(/^zone (\S+) (\d+) (\d+)$/gm)]
  return lines.map(([, id = '', other, stepFree]) => ({
    id,
    otherStalls: Number(other),
    stepFreeStalls: Number(stepFree),
  }))
}

const countFree = (exhibition: ExhibitionDetail): DrawPage['zones'] =>
  exhibition.zones.map(({ id, title }) => {
    const free = exhibition.stalls.filter((stall) => stall.zone === id && stall.state === 'free')
    const stepFreeStalls = free.filter(({ features }) => features.includes('step_free')).length
    return { id, title, stepFreeStalls, otherStalls: free.length - stepFreeStalls }
  })
