import type { APIRoute } from 'astro'
import { languages } from '../../../worker/contract/codes.ts'
import { outletsCsv } from '../../outlets/outlet-files.ts'
import { readOutlets } from '../../outlets/read-outlets.ts'
import { languageOf } from '../../ui/language.ts'
import { siteAddress } from '../../ui/site-address.ts'

export const prerender = true

export const getStaticPaths = () => languages.map((lang) => ({ params: { lang } }))

export const GET: APIRoute = async (context) => {
  const file = outletsCsv(languageOf(context.url), await readOutlets(), (path) => siteAddress(path, context))
  // Bytes, because the build would take the byte order mark out of a text.
  return new Response(new TextEncoder().encode(file), { headers: { 'Content-Type': 'text/csv; charset=utf-8' } })
}
