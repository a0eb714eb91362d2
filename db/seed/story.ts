import { bookStall } from '../../worker/bookings/book-stall.ts'
import { withdrawBooking } from '../../worker/bookings/withdraw-booking.ts'
import type { BookingAnswer, EnterBooking } from '../../worker/contract/booking.ts'
import { hourMs } from '../../worker/contract/limits.ts'
import { checkBooking } from '../../worker/desk/check-booking.ts'
import { confirmBooking } from '../../worker/desk/confirm-booking.ts'
import { declineBooking } from '../../worker/desk/decline-booking.ts'
import { enterBooking } from '../../worker/desk/enter-booking.ts'
import type { Staff } from '../../worker/desk/staff.ts'
import { advanceExhibition } from '../../worker/exhibitions/advance-exhibition.ts'
import type { Store } from '../../worker/store.ts'
import { findExhibition } from '../queries/exhibitions.ts'
import { sentByApplicant, type Apply } from './applications.ts'
import type { Calendar } from './calendar.ts'
import type { Desk } from './desk.ts'
import type { Random } from './random.ts'

/** What every story is told with. */
export interface Telling {
  db: Store
  calendar: Calendar
  random: Random
  apply: Apply
  nextPhone: () => string
  desk: Desk
}

/** What happens at one exhibition, through the product's own verbs, at the times it happens. */
export interface Story {
  book(application: EnterBooking, at: number): Promise<BookingAnswer>
  enter(application: EnterBooking, by: Staff, at: number): Promise<string>
  check(reference: string, by: Staff, at: number): Promise<void>
  confirm(reference: string, by: Staff, at: number): Promise<void>
  decline(reference: string, by: Staff, at: number): Promise<void>
  withdraw(booking: BookingAnswer, at: number): Promise<void>
  /** Brings the exhibition's state up to its printed times. */
  reach(at: number): Promise<void>
}

/** @throws when an act of the demonstration was refused. */
export function expectOk<T extends { ok: true } | { ok: false; reason: string }>(outcome: T): Extract<T, { ok: true }> {
  if (!outcome.ok) throw new Error(`A seeded act was refused: ${outcome.reason}`)
  // What is not refused is the other member of the union.
  return outcome as Extract<T, { ok: true }>
}

const incomplete = {
  code: 'incomplete',
  text: 'ينقص الطلبَ وصفُ المنتجات. يمكن إرسال طلب جديد أو الاتصال بنا.',
} as const

export function storyOf(db: Store, slug: string): Story {
  return {
    async book(application, at) {
      const request = { slug, body: sentByApplicant(application), idempotencyKey: crypto.randomUUID() }
      return expectOk(await bookStall(db, { address: '192.0.2.1' }, request, at)).booking
    },
    async enter(application, by, at) {
      const request = { slug, body: application, idempotencyKey: crypto.randomUUID() }
      return expectOk(await enterBooking(db, by, request, at)).booking.reference
    },
    async check(reference, by, at) {
      expectOk(await checkBooking(db, by, { reference }, at))
    },
    async confirm(reference, by, at) {
      expectOk(await confirmBooking(db, by, { reference }, at))
    },
    async decline(reference, by, at) {
      expectOk(await declineBooking(db, by, { reference, reason: incomplete }, at))
    },
    async withdraw({ reference, manageToken }, at) {
      expectOk(await withdrawBooking(db, { reference, token: manageToken }, at))
    },
    async reach(at) {
      const exhibition = await findExhibition(db.d1, slug)
      if (!exhibition) throw new Error(`There is no exhibition ${slug}.`)
      await advanceExhibition(db, exhibition, at)
    },
  }
}

/** `count` moments between two instants, in order, the last an hour or more before the end if there is room. */
export function momentsBetween(start: number, end: number, count: number): number[] {
  const room = Math.max(end - hourMs - start, count)
  return Array.from({ length: count }, (_, index) => start + Math.floor((room * (index + 1)) / (count + 1)))
}
