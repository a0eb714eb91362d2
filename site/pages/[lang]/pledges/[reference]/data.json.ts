import type { APIRoute } from 'astro'
import { normaliseReference } from '../../../../../worker/contract/text.ts'
import { readOwnPledge } from '../../../../../worker/pledges/read-own-pledge.ts'
import { seeOther } from '../../../../journeys/holder-cookies.ts'
import { cookieName } from '../../../../pledges/pledge-cookie.ts'
import { languageOf } from '../../../../ui/language.ts'

export const prerender = false

/** Everything held of a pledge and whoever made it, as a file of their own. */
export const GET: APIRoute = async ({ params, cookies, locals, url }) => {
  const reference = normaliseReference(params.reference ?? '')
  const token = cookies.get(cookieName(reference))?.value ?? ''
  const outcome = await readOwnPledge(locals.db, { reference, token }, locals.now)
  // Without the cookie the pledge's page asks for the e-mail or phone.
  if (!outcome.ok) return seeOther(`/${languageOf(url)}/pledges/${reference ? `${reference}/` : ''}`)
  return new Response(`${JSON.stringify(outcome.data, null, 2)}\n`, {
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Disposition': `attachment; filename="${reference}.json"`,
      'Cache-Control': 'no-store',
      'X-Robots-Tag': 'noindex',
    },
  })
}
