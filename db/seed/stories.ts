import { settleBooking } from '../../worker/bookings/settle-booking.ts'
import { hourMs, minuteMs } from '../../worker/contract/limits.ts'
import type { Store } from '../../worker/store.ts'
import { findBooking } from '../queries/bookings.ts'
import { applicationsFrom, type ApplicationWish, type DelegateToSeed } from './applications.ts'
import type { Calendar } from './calendar.ts'
import type { ExhibitionToSeed } from './exhibitions.ts'
import { stallsOf } from './hall.ts'
import { nameFor, phoneNumbers } from './people.ts'
import { randomFrom } from './random.ts'
import { seededStaff } from './staff.ts'
import { momentsBetween, storyOf, type Story } from './story.ts'

/** A booking to try "find my booking" with. */
export interface FindableBooking {
  reference: string
  phone: string
}

export interface Stories {
  /** Bookings of an exhibition that is open: some confirmed, some waiting for review, one declined, one withdrawn. */
  tellOpen(exhibition: ExhibitionToSeed, counts: OpenCounts): Promise<FindableBooking[]>
  tellBallot(exhibition: ExhibitionToSeed, counts: { entries: number; checked: number }): Promise<void>
  tellLive(exhibition: ExhibitionToSeed, counts: { confirmed: number }): Promise<void>
  tellFinished(exhibition: ExhibitionToSeed, counts: { confirmed: number; absent: number }): Promise<void>
}

export interface OpenCounts {
  pending: number
  confirmed: number
  declined?: number
  withdrawn?: number
  /** How many families of one association are among them. */
  families?: number
  /** How many applications came on paper. */
  paper?: number
}

export function storiesOf(db: Store, calendar: Calendar): Stories {
  const random = randomFrom(2_026)
  const nextPhone = phoneNumbers()
  const apply = applicationsFrom(random, nextPhone)

  /** Wishes for stalls here and there in the hall, each by somebody whose product belongs there. */
  const wishesFor = ({ hall, governorate }: ExhibitionToSeed): (() => ApplicationWish) => {
    const left = stallsOf(hall).filter(({ code }) => !hall.withheld?.includes(code))
    return () => {
      const [stall] = left.splice(random.below(left.length), 1)
      if (!stall) throw new Error('A hall has fewer stalls than bookings.')
      return { governorate, mode: 'first_come', zones: [stall.zone], stall: stall.code }
    }
  }

  const newDelegate = (): DelegateToSeed => ({
    organisation: 'جمعية نسائية (بيانات تجريبية)',
    name: nameFor(random, 'woman', 'ar'),
    phone: nextPhone(),
  })

  const confirmedAlready = async (exhibition: ExhibitionToSeed, count: number): Promise<[Story, string[]]> => {
    const story = storyOf(db, exhibition.slug)
    const opensAt = calendar.at(exhibition.bookingOpensIn, '08:00')
    const closesAt = calendar.at(exhibition.bookingClosesIn, '14:00')
    await story.reach(opensAt)
    const nextWish = wishesFor(exhibition)
    const references: string[] = []
    for (const at of momentsBetween(opensAt, closesAt, count)) {
      const reference = await story.book(apply(nextWish()), at)
      await story.decide(reference, 'confirm', random.pick([seededStaff.officer, seededStaff.officer2]), at + 40 * minuteMs)
      references.push(reference)
    }
    await story.reach(closesAt)
    await story.reach(calendar.at(exhibition.startsIn, '00:00'))
    return [story, references]
  }

  return {
    async tellOpen(exhibition, counts) {
      const { pending, confirmed, declined = 0, withdrawn = 0, families = 0, paper = 0 } = counts
      const story = storyOf(db, exhibition.slug)
      const opensAt = calendar.at(exhibition.bookingOpensIn, '08:00')
      await story.reach(opensAt)
      const nextWish = wishesFor(exhibition)
      const delegate = newDelegate()
      const decider = exhibition.governorate === 'south-al-batinah' ? seededStaff.manager : seededStaff.officer
      const findable: FindableBooking[] = []
      const moments = momentsBetween(opensAt, calendar.now, pending + confirmed + declined + withdrawn)
      for (const [index, at] of moments.entries()) {
        const family = index < families ? { ...delegate, familyLabel: `الأسرة ${index + 1}` } : undefined
        const application = apply({ ...nextWish(), ...(family && { delegate: family }) })
        const isPaper = index >= moments.length - paper
        const reference = await story.book(application, at, isPaper ? seededStaff.officer2 : undefined)
        const isOnItsWay = index < confirmed
        if (isOnItsWay && exhibition.review === 'before_confirming') {
          await story.decide(reference, 'confirm', decider, at + 20 * minuteMs)
        } else if (index >= confirmed && index < confirmed + declined) {
          await story.act(reference, declineAs(decider.id), at + 30 * minuteMs)
        } else if (index >= confirmed + declined && index < confirmed + declined + withdrawn) {
          await story.act(reference, { act: 'withdraw', to: 'withdrawn', actor: 'applicant' }, at + 45 * minuteMs)
        } else if (application.applicant.phone) {
          findable.push({ reference, phone: application.applicant.phone })
        }
      }
      return findable
    },

    async tellBallot(exhibition, { entries, checked }) {
      const story = storyOf(db, exhibition.slug)
      const opensAt = calendar.at(exhibition.bookingOpensIn, '08:00')
      await story.reach(opensAt)
      const { governorate, hall } = exhibition
      const zones = hall.zones.map(({ code }) => code)
      const delegate = newDelegate()
      for (const [index, at] of momentsBetween(opensAt, calendar.now, entries).entries()) {
        const family = index % 30 === 7 ? { ...delegate, familyLabel: `الأسرة ${index}` } : undefined
        const wish = { governorate, zones, mode: 'ballot' as const, ...(family && { delegate: family }) }
        const reference = await story.book(apply(wish), at)
        if (index < checked) await story.decide(reference, 'check', seededStaff.officer, at + 50 * minuteMs)
      }
    },

    async tellLive(exhibition, { confirmed }) {
      await confirmedAlready(exhibition, confirmed)
    },

    async tellFinished(exhibition, { confirmed, absent }) {
      const [story, references] = await confirmedAlready(exhibition, confirmed)
      const doorsOpen = calendar.at(exhibition.startsIn, '09:00')
      for (const [index, reference] of references.slice(absent).entries()) {
        const change = { act: 'check-in', to: 'checked_in', actor: `staff:${seededStaff.gate.id}` } as const
        await story.act(reference, change, doorsOpen + index * minuteMs)
      }
      const dayAfter = calendar.at(exhibition.endsIn + 1, '00:00') + hourMs
      await story.reach(dayAfter)
      for (const reference of references) {
        const booking = await findBooking(db.d1, reference)
        if (booking) await settleBooking(db, booking, dayAfter)
      }
    },
  }
}

const declineAs = (staffId: number) =>
  ({
    act: 'decline',
    to: 'declined',
    actor: `staff:${staffId}`,
    data: { reasonCode: 'incomplete' },
    text: 'ينقص الطلبَ وصفُ المنتجات. يمكن إرسال طلب جديد أو الاتصال بنا.',
    message: { template: 'booking_declined', data: { reasonCode: 'incomplete' } },
  }) as const
