import type { APIRoute } from 'astro'
import { writePlanCsv } from '../../../../../../worker/contract/plan-csv.ts'
import { readDeskExhibition } from '../../../../../../worker/exhibitions/read-desk-exhibition.ts'

export const prerender = false

/** The stalls of a plan as a spreadsheet takes them. */
export const GET: APIRoute = async ({ locals, params }) => {
  const { db, now, staff } = locals
  const { slug = '' } = params
  const found = staff ? await readDeskExhibition(db, staff, { slug }, now) : null
  if (!found?.ok) return new Response(null, { status: found?.reason === 'not_your_governorate' ? 403 : 404 })
  // Bytes, because a text would lose its byte order mark.
  return new Response(new TextEncoder().encode(writePlanCsv(found.exhibition.stalls)), {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="plan-${found.exhibition.slug}.csv"`,
    },
  })
}
