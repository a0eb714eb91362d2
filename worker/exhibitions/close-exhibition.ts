import type { Staff } from '../desk/staff.ts'
import type { Store } from '../store.ts'
import { changeExhibition, refusedIn, type ActOnExhibition, type ExhibitionActOutcome } from './change-exhibition.ts'

/** Closes booking at the printed time or after it, never before: a window may be extended, not shortened. */
export function closeExhibition(
  db: Store,
  staff: Staff,
  request: ActOnExhibition,
  now: number,
): Promise<ExhibitionActOutcome> {
  return changeExhibition(
    db,
    staff,
    request,
    ({ state }) => {
      // Reading it after its time has closed it already, as it does for everybody.
      if (state === 'closed') return null
      if (state === 'published' || state === 'open') return { ok: false, reason: 'too_early' }
      return refusedIn(state)
    },
    now,
  )
}
