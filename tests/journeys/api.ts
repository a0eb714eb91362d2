import { inject } from 'vitest'
import type { BookingAnswer, BookingView } from '../../worker/contract/booking.ts'
import type { DeskBookingLine, DeskPage, OutboxMessage } from '../../worker/contract/desk.ts'
import type { ExhibitionDetail } from '../../worker/contract/exhibition.ts'
import { makeDeskToken } from '../../worker/desk/session.ts'

interface Answer<T> {
  status: number
  body: T
}

export async function call<T>(path: string, init: RequestInit = {}): Promise<Answer<T>> {
  const response = await fetch(`${inject('url')}/api/v1${path}`, init)
  // Each caller names the answer that the document of the API gives for its path.
  return { status: response.status, body: (await response.json()) as T }
}

export const post = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/json', ...headers },
  body: JSON.stringify(body),
})

/** One application as the API takes it; `change` replaces members. */
export function applicationBody(phone: string, change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    applicant: { kind: 'productive_family', name: 'زوينة الهنائية', phone, wilayat: 'as-seeb' },
    product: { category: 'halwa', tradeName: 'حلوى البيت', listPublicly: true },
    arrangements: [],
    language: 'ar',
    consent: { version: '2026-11', accepted: true },
    ...change,
  }
}

export function sendByApi(
  slug: string,
  phone: string,
  change: Record<string, unknown> = {},
): Promise<Answer<BookingAnswer & { code?: string }>> {
  const headers = { 'Idempotency-Key': crypto.randomUUID() }
  return call(`/exhibitions/${slug}/bookings`, post(applicationBody(phone, change), headers))
}

/** A booking that somebody else made meanwhile. */
export async function bookByApi(
  slug: string,
  phone: string,
  change: Record<string, unknown> = {},
): Promise<BookingAnswer> {
  const { status, body } = await sendByApi(slug, phone, change)
  if (status !== 201) throw new Error(`The booking was refused: ${JSON.stringify(body)}`)
  return body
}

/** What opens a booking. */
type Credential = Pick<BookingAnswer, 'reference' | 'manageToken'>

export async function readBookingByApi({ reference, manageToken }: Credential): Promise<BookingView> {
  const headers = { Authorization: `Bearer ${manageToken}` }
  return (await call<BookingView>(`/bookings/${reference}`, { headers })).body
}

export async function withdrawByApi({ reference, manageToken }: Credential): Promise<BookingView> {
  const headers = { Authorization: `Bearer ${manageToken}` }
  return (await call<BookingView>(`/bookings/${reference}/withdraw`, { method: 'POST', headers })).body
}

export async function readExhibition(slug: string): Promise<ExhibitionDetail> {
  return (await call<ExhibitionDetail>(`/exhibitions/${slug}`)).body
}

export async function stallState(slug: string, code: string): Promise<string | undefined> {
  const { stalls } = await readExhibition(slug)
  return stalls.find((stall) => stall.code === code)?.state
}

/** The codes of the free stalls, the last of the plan first: whoever asks for any stall is given the first. */
export async function freeStalls(slug: string): Promise<string[]> {
  const { stalls } = await readExhibition(slug)
  return stalls.flatMap(({ code, state }) => (state === 'free' ? code : [])).toReversed()
}

export type Colleague = 'manager' | 'manager2' | 'officer' | 'officer2' | 'receiver' | 'viewer' | 'gate'

/** The headers of a script that is signed in. */
export const asStaff = async (who: Colleague): Promise<Record<string, string>> => ({
  Authorization: `Bearer ${await makeDeskToken(inject('deskKey'), `${who}@desk.test`, Date.now())}`,
})

export async function actAtDesk(who: Colleague, reference: string, act: string, body: object = {}): Promise<number> {
  return (await call(`/desk/bookings/${reference}/${act}`, post(body, await asStaff(who)))).status
}

/** An application that came on paper; gives its reference. */
export async function enterAtDesk(who: Colleague, slug: string, phone: string): Promise<string> {
  const entered = applicationBody(phone, { enteredFrom: 'paper' })
  const { status, body } = await call<{ reference: string }>(
    `/desk/exhibitions/${slug}/bookings`,
    post(entered, await asStaff(who)),
  )
  if (status !== 201) throw new Error(`The application was not entered: ${JSON.stringify(body)}`)
  return body.reference
}

/** What the desk finds of an exhibition for a reference, a phone or a word of a name. */
export async function searchAtDesk(slug: string, q: string): Promise<DeskBookingLine[]> {
  const path = `/desk/exhibitions/${slug}/bookings/search`
  return (await call<DeskPage<DeskBookingLine>>(path, post({ q }, await asStaff('manager')))).body.items
}

/** The messages about a booking, the newest first, as the phone gets them. */
export async function messagesOf(reference: string): Promise<OutboxMessage[]> {
  const { body } = await call<DeskPage<OutboxMessage>>('/desk/outbox', { headers: await asStaff('manager') })
  return body.items.filter((message) => message.reference === reference)
}

/** The links in a message, in the order of its text, as paths. */
export function linksIn(message: OutboxMessage | undefined): string[] {
  const addresses = (message?.text ?? '').match(/https?:\/\/[\w:./-]+/g) ?? []
  return addresses.map((address) => new URL(address).pathname)
}
