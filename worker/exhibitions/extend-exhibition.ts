import { startOfMuscatDay, toInstant } from '../contract/dates.ts'
import type { ExtendAct } from '../contract/desk-acts.ts'
import type { Staff } from '../desk/staff.ts'
import type { Store } from '../store.ts'
import { changeExhibition, refusedIn, type ActOnExhibition, type ExhibitionActOutcome } from './change-exhibition.ts'

/** Lets booking close later than was printed, with a reason; bookings close before the first day. */
export function extendExhibition(
  db: Store,
  staff: Staff,
  request: ActOnExhibition & ExtendAct,
  now: number,
): Promise<ExhibitionActOutcome> {
  const { reason } = request
  const closesAtUtc = Date.parse(request.bookingClosesAt)
  return changeExhibition(
    db,
    staff,
    request,
    ({ state, bookingClosesAtUtc, startsOn }) => {
      if (state !== 'published' && state !== 'open') return refusedIn(state)
      const isLater = closesAtUtc > bookingClosesAtUtc && closesAtUtc > now
      if (!isLater || closesAtUtc > startOfMuscatDay(startsOn)) {
        return { ok: false, reason: 'invalid_input', errors: [{ field: 'bookingClosesAt', code: 'out_of_range' }] }
      }
      return {
        event: 'extended',
        set: { booking_closes_at_utc: closesAtUtc },
        data: {
          reasonCode: reason.code,
          closedAt: toInstant(bookingClosesAtUtc),
          closesAt: toInstant(closesAtUtc),
        },
        text: reason.text,
      }
    },
    now,
  )
}
