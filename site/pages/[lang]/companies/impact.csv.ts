import type { APIRoute } from 'astro'
import { readImpact } from '../../../../worker/pledges/read-impact.ts'
import { readYear } from '../../../../worker/pledges/reading-year.ts'
import { impactCsv } from '../../../companies/impact-rows.ts'
import { fileOfMinute } from '../../../finding/live-file.ts'
import { languageOf } from '../../../ui/language.ts'

export const prerender = false

/** A year's report for a spreadsheet; this year's when none is asked for. */
export const GET: APIRoute = async ({ locals, url }) => {
  const { db, now } = locals
  const asked = readYear(url.searchParams.get('year') ?? undefined, now)
  if (!asked.ok) return new Response(null, { status: 404 })
  return fileOfMinute(impactCsv(languageOf(url), await readImpact(db, { year: asked.year }, now)), 'text/csv')
}
