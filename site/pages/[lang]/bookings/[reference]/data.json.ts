import type { APIRoute } from 'astro'
import { normaliseReference } from '../../../../../worker/contract/text.ts'
import { readOwnData } from '../../../../../worker/own-data/read-own-data.ts'
import { cookieName } from '../../../../bookings/booking-cookie.ts'
import { seeOther } from '../../../../journeys/holder-cookies.ts'

export const prerender = false

/** Everything held of the person of a booking, as a file of their own. */
export const GET: APIRoute = async ({ params, cookies, locals }) => {
  const reference = normaliseReference(params.reference ?? '')
  const token = cookies.get(cookieName(reference))?.value ?? ''
  const outcome = await readOwnData(locals.db, { reference, token }, locals.now)
  // Without the cookie the booking's page asks for the phone.
  if (!outcome.ok)
    return seeOther(`/${params.lang === 'en' ? 'en' : 'ar'}/bookings/${reference ? `${reference}/` : ''}`)
  return new Response(`${JSON.stringify(outcome.data, null, 2)}\n`, {
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Disposition': `attachment; filename="${reference}.json"`,
      'Cache-Control': 'no-store',
      'X-Robots-Tag': 'noindex',
    },
  })
}
