import { changeBooking } from '../../worker/bookings/change-booking.ts'
import { settleBooking } from '../../worker/bookings/settle-booking.ts'
import { muscatDay } from '../../worker/contract/dates.ts'
import { hourMs, minuteMs } from '../../worker/contract/limits.ts'
import { findBooking } from '../queries/bookings.ts'
import type { ExhibitionToSeed } from './exhibitions.ts'
import { momentsBetween, storyOf, type Story, type Telling } from './story.ts'
import { stallWishes } from './wishes.ts'

/** An exhibition whose doors have opened, all its bookings confirmed. */
export async function tellLive(
  telling: Telling,
  exhibition: ExhibitionToSeed,
  { confirmed }: { confirmed: number },
): Promise<{ story: Story; references: string[] }> {
  const { apply, calendar, desk, random } = telling
  const story = storyOf(telling.db, exhibition.slug)
  const opensAt = calendar.at(exhibition.bookingOpensIn, '08:00')
  const closesAt = calendar.at(exhibition.bookingClosesIn, '14:00')
  await story.reach(opensAt)
  const nextWish = stallWishes(telling, exhibition)
  const references: string[] = []
  for (const at of momentsBetween(opensAt, closesAt, confirmed)) {
    const { reference } = await story.book(apply(nextWish()), at)
    await story.confirm(reference, random.pick([desk.officer, desk.officer2]), at + 40 * minuteMs)
    references.push(reference)
  }
  await story.reach(closesAt)
  await story.reach(calendar.at(exhibition.startsIn, '00:00'))
  return { story, references }
}

/** An exhibition that is over: who came has completed it, the absent have not. */
export async function tellFinished(
  telling: Telling,
  exhibition: ExhibitionToSeed,
  counts: { confirmed: number; absent: number },
): Promise<void> {
  const { calendar, db, desk } = telling
  const { story, references } = await tellLive(telling, exhibition, counts)
  const doorsOpen = calendar.at(exhibition.startsIn, '09:00')
  for (const [index, reference] of references.slice(counts.absent).entries()) {
    const attendance = { day: muscatDay(doorsOpen), staffId: desk.gate.id }
    const checkIn = { act: 'check-in', to: 'checked_in', actor: `staff:${desk.gate.id}` } as const
    await changeBooking(db, reference, { ...checkIn, effects: { attendance } }, doorsOpen + index * minuteMs)
  }
  // Gates may tell of the last day on the day after.
  const isSettledAt = calendar.at(exhibition.endsIn + 2, '00:00') + hourMs
  await story.reach(isSettledAt)
  for (const reference of references) {
    const booking = await findBooking(db.d1, reference)
    if (booking) await settleBooking(db, booking, isSettledAt)
  }
}
