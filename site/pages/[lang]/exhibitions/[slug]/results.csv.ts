import type { APIRoute } from 'astro'
import { wordsOf } from '../../../../../content/words.ts'
import { csvFile } from '../../../../../worker/contract/csv.ts'
import { readResults } from '../../../../../worker/exhibitions/read-results.ts'
import { resultLines } from '../../../../exhibitions/result-lines.ts'
import { languageOf } from '../../../../ui/language.ts'

export const prerender = false

export const GET: APIRoute = async ({ locals, params, url }) => {
  const { db, now } = locals
  const found = await readResults(db, { slug: params.slug ?? '' }, now)
  if (!found.ok) return new Response(null, { status: 404 })
  const language = languageOf(url)
  const { columns, hidden, dimensions } = wordsOf(language).exhibitions.results
  const shown = (count: number | null) => count ?? hidden
  const lines = resultLines(language, found.page.results).map(({ dimension, name, counts }) => [
    dimensions[dimension],
    name,
    shown(counts.applications),
    shown(counts.places),
    shown(counts.noShows),
  ])
  const file = csvFile([
    [columns.dimension, columns.group, columns.applications, columns.places, columns.noShows],
    ...lines,
  ])
  return new Response(file, {
    headers: { 'Content-Type': 'text/csv; charset=utf-8', 'Cache-Control': 'public, max-age=60' },
  })
}
