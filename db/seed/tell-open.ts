import { minuteMs } from '../../worker/contract/limits.ts'
import type { ExhibitionToSeed } from './exhibitions.ts'
import { momentsBetween, storyOf, type Telling } from './story.ts'
import { newDelegate, stallWishes } from './wishes.ts'

interface OpenCounts {
  confirmed: number
  pending?: number
  declined?: number
  withdrawn?: number
  /** How many of the first are families of one association. */
  families?: number
  /** How many came on paper; they wait for another officer. */
  paper?: number
}

/** A booking to try "find my booking" with. */
export interface FindableBooking {
  reference: string
  phone: string
}

/** Bookings of an exhibition that is open; answers one of them. */
export async function tellOpen(
  telling: Telling,
  exhibition: ExhibitionToSeed,
  counts: OpenCounts,
): Promise<FindableBooking | null> {
  const { apply, calendar, desk } = telling
  const { confirmed, pending = 0, declined = 0, withdrawn = 0, families = 0, paper = 0 } = counts
  const story = storyOf(telling.db, exhibition.slug)
  const opensAt = calendar.at(exhibition.bookingOpensIn, '08:00')
  await story.reach(opensAt)
  const isOfficers = desk.officer.governorates.includes(exhibition.governorate)
  const decider = isOfficers ? desk.officer : desk.manager
  const nextWish = stallWishes(telling, exhibition)
  const delegate = newDelegate(telling)
  const fates = [
    ...Array<'confirm'>(confirmed).fill('confirm'),
    ...Array<'decline'>(declined).fill('decline'),
    ...Array<'withdraw'>(withdrawn).fill('withdraw'),
    ...Array<'wait'>(pending).fill('wait'),
    ...Array<'paper'>(paper).fill('paper'),
  ]
  const moments = momentsBetween(opensAt, calendar.now, fates.length)
  let findable: FindableBooking | null = null
  for (const [index, fate] of fates.entries()) {
    const at = moments[index] ?? calendar.now
    const family = index < families ? { ...delegate, familyLabel: `الأسرة ${index + 1}` } : undefined
    const application = apply({ ...nextWish(), ...(family && { delegate: family }) })
    if (fate === 'paper') {
      await story.enter(application, desk.officer2, at)
      continue
    }
    const booking = await story.book(application, at)
    if (booking.state === 'pending' && fate === 'confirm')
      await story.confirm(booking.reference, decider, at + 20 * minuteMs)
    if (fate === 'decline') await story.decline(booking.reference, decider, at + 30 * minuteMs)
    if (fate === 'withdraw') await story.withdraw(booking, at + 45 * minuteMs)
    const { phone } = application.applicant
    if (phone && fate !== 'decline' && fate !== 'withdraw') findable = { reference: booking.reference, phone }
  }
  return findable
}
