import { fill, wordsOf } from '../../content/words.ts'
import { calendarFile } from '../exhibitions/calendar-file.ts'
import type { Store } from '../store.ts'
import { openBooking, type BookingCredential } from './open-booking.ts'

export type BookingCalendarOutcome = { ok: true; file: string } | { ok: false; reason: 'booking_not_found' }

/** The exhibition's days as a calendar file; it names the stall and the reference, and no person. */
export async function bookingCalendar(db: Store, who: BookingCredential, now: number): Promise<BookingCalendarOutcome> {
  const opened = await openBooking(db, who, ['manage', 'delegate'], now)
  if (!opened.ok) return opened
  const { row } = opened
  const language = row.language === 'en' ? 'en' : 'ar'
  const words = wordsOf(language)
  const url = `${db.settings.siteUrl}/${language}/bookings/${row.reference}/`
  const file = calendarFile([
    {
      uid: `${row.reference}@tamkeen`,
      stampUtc: row.updatedAtUtc,
      title: language === 'ar' ? row.exhibitionTitleAr : row.exhibitionTitleEn,
      place: language === 'ar' ? row.exhibitionVenueAr : row.exhibitionVenueEn,
      description: fill(row.stallCode ? words.calendar.withStall : words.calendar.withoutStall, {
        reference: row.reference,
        stall: row.stallCode ?? '',
        opens: row.doorsOpenAt,
        closes: row.doorsCloseAt,
      }),
      url,
      startsOn: row.startsOn,
      endsOn: row.endsOn,
    },
  ])
  return { ok: true, file }
}
