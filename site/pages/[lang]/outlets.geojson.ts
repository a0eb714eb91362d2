import type { APIRoute } from 'astro'
import { languages } from '../../../worker/contract/codes.ts'
import { outletsGeoJson } from '../../outlets/outlet-files.ts'
import { readOutlets } from '../../outlets/read-outlets.ts'
import { languageOf } from '../../ui/language.ts'
import { siteAddress } from '../../ui/site-address.ts'

export const prerender = true

export const getStaticPaths = () => languages.map((lang) => ({ params: { lang } }))

export const GET: APIRoute = async (context) => {
  const file = outletsGeoJson(languageOf(context.url), await readOutlets(), (path) => siteAddress(path, context))
  return new Response(file, { headers: { 'Content-Type': 'application/geo+json' } })
}
