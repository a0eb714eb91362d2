import { acceptOffer } from '../../worker/bookings/accept-offer.ts'
import { settleBooking } from '../../worker/bookings/settle-booking.ts'
import { changeBooking } from '../../worker/bookings/change-booking.ts'
import type { BookingAnswer } from '../../worker/contract/booking.ts'
import { ceremonyValue } from '../../worker/contract/draw-value.ts'
import { hourMs, minuteMs } from '../../worker/contract/limits.ts'
import { applyDraws } from '../../worker/draw/apply-draws.ts'
import { freezeExhibition } from '../../worker/draw/freeze-exhibition.ts'
import { publishDraw } from '../../worker/draw/publish-draw.ts'
import { readDraw } from '../../worker/draw/read-draw.ts'
import { findBooking } from '../queries/bookings.ts'
import type { ExhibitionToSeed } from './exhibitions.ts'
import { momentsBetween, storyOf, type Story, type Telling } from './story.ts'

/** Where the demonstration's ceremonies read their value; the value itself is made up. */
const source = {
  ar: 'مؤشر بورصة مسقط عند الإغلاق، كما تنشره البورصة (مثال تجريبي)',
  en: 'The closing value of the Muscat Stock Exchange index, as the exchange publishes it (demonstration)',
}

/** A ballot whose entries are all checked and whose manifest is frozen; its value is read on the day `readIn`. */
export async function tellFrozen(
  telling: Telling,
  exhibition: ExhibitionToSeed,
  { entries, readIn }: { entries: number; readIn: number },
): Promise<{ story: Story; bookings: BookingAnswer[] }> {
  const { apply, calendar, db, desk } = telling
  const { governorate, hall, slug } = exhibition
  const story = storyOf(db, slug)
  const opensAt = calendar.at(exhibition.bookingOpensIn, '08:00')
  const closesAt = calendar.at(exhibition.bookingClosesIn, '14:00')
  await story.reach(opensAt)
  const zones = hall.zones.map(({ code }) => code)
  const bookings: BookingAnswer[] = []
  for (const at of momentsBetween(opensAt, closesAt, entries)) {
    const booking = await story.book(apply({ governorate, zones, mode: 'ballot' }), at)
    await story.check(booking.reference, desk.officer, at + 50 * minuteMs)
    bookings.push(booking)
  }
  await story.reach(closesAt)
  const frozen = await freezeExhibition(
    db,
    desk.manager,
    { slug, source: { kind: 'ceremony', name: source, date: calendar.day(calendar.workday(readIn)) } },
    closesAt + 2 * hourMs,
  )
  if (!frozen.ok) throw new Error(`The seeded freeze was refused: ${frozen.reason}`)
  return { story, bookings }
}

/** A ballot that was drawn, held and is over: its draw stays published. */
export async function tellDrawn(
  telling: Telling,
  exhibition: ExhibitionToSeed,
  counts: { entries: number; readIn: number; absent: number },
): Promise<void> {
  const { calendar, db, desk } = telling
  const { slug } = exhibition
  const { story, bookings } = await tellFrozen(telling, exhibition, counts)
  const readIn = calendar.workday(counts.readIn)
  const drawnAt = calendar.at(readIn, '16:00')
  const found = await readDraw(db, { slug })
  if (!found.ok) throw new Error('The seeded draw is not there.')
  const publicValue = ceremonyValue(calendar.day(readIn), '4736.18')
  await publishDraw(db, { slug, draw: found.row, publicValue, actor: `staff:${desk.manager.id}` }, drawnAt)
  await applyDraws(db, 10, drawnAt)
  const came: string[] = []
  for (const { reference, manageToken } of bookings) {
    const booking = await findBooking(db.d1, reference)
    if (booking?.state !== 'offered') continue
    await acceptOffer(db, { reference, token: manageToken }, drawnAt + 3 * hourMs)
    came.push(reference)
  }
  await story.reach(calendar.at(exhibition.startsIn, '00:00'))
  const doorsOpen = calendar.at(exhibition.startsIn, '09:00')
  for (const [index, reference] of came.slice(counts.absent).entries()) {
    const checkIn = { act: 'check-in', to: 'checked_in', actor: `staff:${desk.gate.id}` } as const
    await changeBooking(db, reference, checkIn, doorsOpen + index * minuteMs)
  }
  // Gates may tell of the last day on the day after.
  const isSettledAt = calendar.at(exhibition.endsIn + 2, '00:00') + hourMs
  await story.reach(isSettledAt)
  for (const { reference } of bookings) {
    const booking = await findBooking(db.d1, reference)
    if (booking) await settleBooking(db, booking, isSettledAt)
  }
}
