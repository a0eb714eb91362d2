import { bookStallSchema, type BookStall } from '../../worker/contract/booking.ts'
import { parse } from '../../worker/contract/fields.ts'
import { bookStall, type BookStallOutcome } from '../../worker/bookings/book-stall.ts'
import { noon } from './exhibition.ts'
import type { Store } from '../../worker/store.ts'
import { db } from './store.ts'

let people = 0

/** The next phone of the range kept for examples. */
export const nextPhone = (): string => String(70_000_000 + (people++ % 10_000))

export const newKey = (): string => crypto.randomUUID()

/** The body of a booking as the API takes it; `change` replaces top-level members. */
export function bookingBody(change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    applicant: { kind: 'productive_family', name: 'مريم البلوشية', phone: nextPhone(), wilayat: 'as-seeb' },
    product: { category: 'halwa', tradeName: 'حلوى الدار', listPublicly: true },
    arrangements: [],
    joinWaitlist: false,
    language: 'ar',
    consent: { version: '2026-11', accepted: true },
    ...change,
  }
}

export function parsedBody(change: Record<string, unknown> = {}): BookStall {
  const parsed = parse(bookStallSchema, bookingBody(change))
  if (!parsed.ok) throw new Error(`The built body is invalid: ${JSON.stringify(parsed.errors)}`)
  return parsed.value
}

/** One claim through the verb, by a new applicant unless the body says who. */
export function claim(
  slug: string,
  change: Record<string, unknown> = {},
  { key = newKey(), now = noon, at = db }: { key?: string; now?: number; at?: Store } = {},
): Promise<BookStallOutcome> {
  const request = { slug, body: parsedBody(change), idempotencyKey: key }
  return bookStall(at, { address: '192.0.2.1' }, request, now)
}

/** A claim that must succeed. */
export async function booked(slug: string, change: Record<string, unknown> = {}, now = noon) {
  const outcome = await claim(slug, change, { now })
  if (!outcome.ok) throw new Error(`The claim was refused: ${outcome.reason}`)
  return outcome.booking
}
