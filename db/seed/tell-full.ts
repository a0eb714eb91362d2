import { minuteMs } from '../../worker/contract/limits.ts'
import type { ExhibitionToSeed } from './exhibitions.ts'
import { momentsBetween, storyOf, type Telling } from './story.ts'
import { stallWishes } from './wishes.ts'

/** An exhibition whose every stall is taken: some wait, and one stall that was given back is offered to the first. */
export async function tellFull(
  telling: Telling,
  exhibition: ExhibitionToSeed,
  { waiting, stalls }: { waiting: number; stalls: number },
): Promise<void> {
  const { apply, calendar, db, desk } = telling
  const { bookingClosesIn, bookingOpensIn, governorate, hall, slug } = exhibition
  const story = storyOf(db, slug)
  const opensAt = calendar.at(bookingOpensIn, '08:00')
  const closesAt = calendar.at(bookingClosesIn, '14:00')
  await story.reach(opensAt)
  const nextWish = stallWishes(telling, exhibition)
  const zones = hall.zones.map(({ code }) => code)
  const moments = momentsBetween(opensAt, closesAt, stalls + waiting)
  const held = []
  for (const at of moments.slice(0, stalls)) {
    const booking = await story.book(apply(nextWish()), at)
    await story.confirm(booking.reference, desk.officer, at + 30 * minuteMs)
    held.push(booking)
  }
  for (const at of moments.slice(stalls)) {
    await story.book({ ...apply({ governorate, zones, mode: 'first_come' }), joinWaitlist: true }, at)
  }
  await story.reach(closesAt)
  const [given] = held
  if (given) await story.withdraw(given, calendar.now - 30 * minuteMs)
}
