import { bookStall } from '../../worker/bookings/book-stall.ts'
import { changeBooking, type ChangeRequest } from '../../worker/bookings/change-booking.ts'
import type { EnterBooking } from '../../worker/contract/booking.ts'
import { hourMs } from '../../worker/contract/limits.ts'
import type { Staff } from '../../worker/desk/staff.ts'
import { advanceExhibition } from '../../worker/exhibitions/advance-exhibition.ts'
import type { Store } from '../../worker/store.ts'
import { findExhibition } from '../queries/exhibitions.ts'
import { sentByApplicant } from './applications.ts'
import type { StaffToSeed } from './staff.ts'

/** What happened to one exhibition, told through the product's own verbs at the times it happened. */
export interface Story {
  book(application: EnterBooking, at: number, enteredBy?: StaffToSeed): Promise<string>
  decide(reference: string, act: 'check' | 'confirm', by: StaffToSeed, at: number): Promise<void>
  act(reference: string, change: ChangeRequest, at: number): Promise<void>
  /** Brings the exhibition's state up to its printed times. */
  reach(at: number): Promise<void>
}

export function storyOf(db: Store, slug: string): Story {
  const act = async (reference: string, change: ChangeRequest, at: number) => {
    const outcome = await changeBooking(db, reference, change, at)
    if (!outcome.ok) throw new Error(`A seeded act was refused: ${change.act}, ${outcome.reason}`)
  }
  return {
    act,
    async book(application, at, enteredBy) {
      const who = enteredBy ? seededAtTheDesk(enteredBy) : { address: '192.0.2.1' }
      const body = enteredBy ? application : sentByApplicant(application)
      const outcome = await bookStall(db, who, { slug, body, idempotencyKey: crypto.randomUUID() }, at)
      if (!outcome.ok) throw new Error(`A seeded application was refused: ${slug}, ${outcome.reason}`)
      return outcome.booking.reference
    },
    decide: (reference, decision, by, at) =>
      act(
        reference,
        {
          act: decision,
          actor: `staff:${by.id}`,
          set: { checked_at_utc: at, checked_by: by.id },
          ...(decision === 'confirm' && { to: 'confirmed', message: { template: 'booking_confirmed' } }),
        },
        at,
      ),
    async reach(at) {
      const exhibition = await findExhibition(db.d1, slug)
      if (!exhibition) throw new Error(`There is no exhibition ${slug}.`)
      await advanceExhibition(db, exhibition, at)
    },
  }
}

// The seed is the one place where staff act without having signed in: the desk does not exist yet.
const seededAtTheDesk = ({ id, email, name, role, governorates }: StaffToSeed): Staff =>
  ({ id, email, name, role, governorates }) as unknown as Staff

/** `count` moments between two instants, in order, never closer to the end than an hour if there is room. */
export function momentsBetween(start: number, end: number, count: number): number[] {
  const room = Math.max(end - hourMs - start, count)
  return Array.from({ length: count }, (_, index) => start + Math.floor((room * (index + 1)) / (count + 1)))
}
