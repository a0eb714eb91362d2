import { readDrawFile } from '../../db/queries/draws.ts'
import { keepFor } from '../exhibitions/public-cache.ts'
import { publicKeptMs } from '../exhibitions/public-exhibitions.ts'
import type { Store } from '../store.ts'
import { readDraw, readFileOf, type ReadDrawFileOutcome, type ReadDrawOutcome } from './read-draw.ts'

/** `readDraw` for readers: many share one reading, which a freeze, a draw or a redraw in the same isolate ends. */
export const readPublicDraw = (
  db: Store,
  request: { slug: string; n?: number },
  now: number,
): Promise<ReadDrawOutcome> =>
  keepFor(`exhibition:${request.slug}:draw:${request.n ?? ''}`, publicKeptMs, now, () => readDraw(db, request))

/** The manifest or the result of a draw for readers. */
export async function readPublicFile(
  db: Store,
  request: { slug: string; n?: number; file: 'manifest' | 'result' },
  now: number,
): Promise<ReadDrawFileOutcome> {
  const found = await readPublicDraw(db, { slug: request.slug, ...(request.n !== undefined && { n: request.n }) }, now)
  return found.ok ? readFileOf(db, found.row, request.file, readKeptFile) : found
}

/** An isolate has 128 MB; these many characters of published files stay in it, the ones asked for last. */
const keptCharactersMax = 10_000_000
const keptFiles = new Map<string, string>()

/** A file under its name never changes, so it is read once. */
async function readKeptFile(...[d1, file]: Parameters<typeof readDrawFile>): Promise<string | null> {
  const text = keptFiles.get(file) ?? (await readDrawFile(d1, file))
  if (text === null) return null
  keptFiles.delete(file)
  keptFiles.set(file, text)
  let characters = 0
  for (const kept of keptFiles.values()) characters += kept.length
  for (const [name, kept] of keptFiles) {
    if (characters <= keptCharactersMax) break
    keptFiles.delete(name)
    characters -= kept.length
  }
  return text
}
