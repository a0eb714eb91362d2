import type { DeskBooking, DeskBookingLine, DeskPage } from '../../worker/contract/desk.ts'
import { bookingBody } from './booking.ts'
import { buildExhibition } from './exhibition.ts'
import { send, sendJson } from './send.ts'
import { buildStaff, signedInAs } from './staff.ts'

type Headers = Record<string, string>

export const declined = { reason: { code: 'incomplete', text: 'تنقص بيانات المنتج' } }

/** An exhibition in Muscat whose bookings wait for an officer. */
export const pendingHall = () => buildExhibition({ review: 'before_confirming' })

/** The headers of a new colleague. */
export const as = async (...who: Parameters<typeof buildStaff>): Promise<Headers> =>
  signedInAs((await buildStaff(...who)).email)

/** An act at the desk on one booking. */
export const sendDeskAct = (who: Headers, reference: string, act: string, body: unknown = {}): Promise<Response> =>
  sendJson(`/api/v1/desk/bookings/${reference}/${act}`, body, who)

export async function readAtDesk(who: Headers, reference: string): Promise<DeskBooking> {
  const response = await send(`/api/v1/desk/bookings/${reference}`, { headers: who })
  if (response.status !== 200) throw new Error(`The booking did not open: ${await response.text()}`)
  return response.json<DeskBooking>()
}

export async function listAtDesk(who: Headers, path: string): Promise<DeskPage<DeskBookingLine>> {
  const response = await send(`/api/v1/desk/exhibitions/${path}`, { headers: who })
  if (response.status !== 200) throw new Error(`The list did not open: ${await response.text()}`)
  return response.json<DeskPage<DeskBookingLine>>()
}

/** An application typed in from paper. */
export const sendEntry = (who: Headers, slug: string, change: Record<string, unknown> = {}): Promise<Response> =>
  sendJson(`/api/v1/desk/exhibitions/${slug}/bookings`, { ...bookingBody(change), enteredFrom: 'paper' }, who)
