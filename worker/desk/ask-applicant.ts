import type { AskAct } from '../contract/desk-acts.ts'
import type { Store } from '../store.ts'
import { actOnBooking, type ActAtDeskOutcome } from './act-on-booking.ts'
import type { Staff } from './staff.ts'

/**
 * Asks whoever applied something. The message says that there is a question and links to the booking's page, where
 * the words are; they are kept encrypted, and the answer comes by telephone. The state stays.
 */
export function askApplicant(
  db: Store,
  staff: Staff,
  request: { reference: string } & AskAct,
  now: number,
): Promise<ActAtDeskOutcome> {
  return actOnBooking<never>(
    db,
    staff,
    { ...request, act: 'ask' },
    () => ({ text: request.text, message: { template: 'booking_question' } }),
    now,
  )
}
