import type { Reason } from '../contract/booking.ts'
import type { ExhibitionState } from '../contract/codes.ts'
import type { Staff } from '../desk/staff.ts'
import type { Store } from '../store.ts'
import { changeExhibition, refusedIn, type ActOnExhibition, type ExhibitionActOutcome } from './change-exhibition.ts'

// A draft was never announced, so there is nothing to cancel; once it is live it takes place.
const cancellable: readonly ExhibitionState[] = ['published', 'open', 'closed', 'frozen', 'drawn']

/**
 * Cancels an exhibition. From this write on nobody claims, accepts or is offered a place there; its live bookings are
 * cancelled, each with its message and its priority, by settle-ended.ts and by whoever touches one before.
 */
export function cancelExhibition(
  db: Store,
  staff: Staff,
  request: ActOnExhibition & { reason: Reason },
  now: number,
): Promise<ExhibitionActOutcome> {
  const { reason } = request
  return changeExhibition(
    db,
    staff,
    request,
    ({ state }) =>
      cancellable.includes(state)
        ? {
            event: 'cancelled',
            to: 'cancelled',
            set: { cancel_reason: reason.code },
            data: { reasonCode: reason.code },
            text: reason.text,
          }
        : refusedIn(state),
    now,
  )
}
