import type { APIRoute } from 'astro'
import { bookingCalendar } from '../../../../../worker/bookings/booking-calendar.ts'
import { normaliseReference } from '../../../../../worker/contract/text.ts'
import { cookieName } from '../../../../bookings/booking-cookie.ts'
import { seeOther } from '../../../../journeys/holder-cookies.ts'

export const prerender = false

export const GET: APIRoute = async ({ params, cookies, locals }) => {
  const reference = normaliseReference(params.reference ?? '')
  const token = cookies.get(cookieName(reference))?.value ?? ''
  const outcome = await bookingCalendar(locals.db, { reference, token }, locals.now)
  // Without the cookie the booking's page asks for the phone.
  if (!outcome.ok)
    return seeOther(`/${params.lang === 'en' ? 'en' : 'ar'}/bookings/${reference ? `${reference}/` : ''}`)
  return new Response(outcome.file, {
    headers: {
      'Content-Type': 'text/calendar; charset=utf-8',
      'Content-Disposition': `attachment; filename="${reference}.ics"`,
      'Cache-Control': 'no-store',
      'X-Robots-Tag': 'noindex',
    },
  })
}
