import type { APIRoute } from 'astro'
import { fill, wordsOf } from '../../../../../../content/words.ts'
import { normaliseReference } from '../../../../../../worker/contract/text.ts'
import { readStatement } from '../../../../../../worker/pledges/read-statement.ts'
import { readYear } from '../../../../../../worker/pledges/reading-year.ts'
import { statementCsv } from '../../../../../documents/statement-words.ts'
import { seeOther } from '../../../../../journeys/holder-cookies.ts'
import { cookieName } from '../../../../../pledges/pledge-cookie.ts'
import { languageOf } from '../../../../../ui/language.ts'

export const prerender = false

/** A company's yearly statement for a spreadsheet. */
export const GET: APIRoute = async ({ params, cookies, locals, url }) => {
  const { db, now } = locals
  const language = languageOf(url)
  const reference = normaliseReference(params.reference ?? '')
  const asked = readYear(params.year, now)
  if (!asked.ok || !reference.startsWith('PLG-')) return new Response(null, { status: 404 })
  const { year } = asked
  const read = await readStatement(
    db,
    { reference, token: cookies.get(cookieName(reference))?.value ?? '' },
    { year },
    now,
  )
  // The page says why there is none, or asks for the e-mail or phone.
  if (!read.ok) return seeOther(`/${language}/pledges/${reference}/statement/${year}/`)
  const name = fill(wordsOf(language).documents.statement.fileName, { year, reference: read.statement.reference })
  return new Response(statementCsv(language, read.statement), {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="statement-${year}.csv"; filename*=UTF-8''${encodeURIComponent(name)}`,
      'Cache-Control': 'no-store',
      'X-Robots-Tag': 'noindex',
    },
  })
}
