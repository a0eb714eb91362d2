import { findBookings } from '../../db/queries/desk-bookings.ts'
import type { BookingRow } from '../../db/queries/bookings.ts'
import { listWaitersFor, suitabilityKey } from '../../db/queries/hall-occupants.ts'
import type { StallPlace } from '../../db/queries/waitlist.ts'
import { offerableUntil } from '../bookings/change-booking.ts'
import { settleBooking } from '../bookings/settle-booking.ts'
import { holdsStall } from '../contract/booking-transitions.ts'
import type { BulkAct, BulkForecast, BulkHindrance, BulkItem } from '../contract/desk-bulk.ts'
import { bulkMax } from '../contract/limits.ts'
import type { Store } from '../store.ts'
import { allowedActs, isOwnEntry } from './allowed-acts.ts'
import { bookingLine } from './booking-line.ts'
import { findOwnExhibition } from './find-own-exhibition.ts'
import { lastChangeOf } from './last-change.ts'
import { nextInLine } from './next-in-line.ts'
import type { Staff } from './staff.ts'

export type PreviewManyOutcome =
  { ok: true; forecasts: BulkForecast[] } | { ok: false; reason: 'exhibition_not_found' | 'not_your_governorate' }

/**
 * What an act would do to each booking of a selection, and to whoever waits behind them; nothing is written but what
 * time alone has ended. Those without a stall come first, as they will be acted on: a stall that is given up is then
 * not offered to somebody of the same selection.
 */
export async function previewMany(
  db: Store,
  staff: Staff,
  request: { slug: string; act: BulkAct; items: BulkItem[] },
  now: number,
): Promise<PreviewManyOutcome> {
  const found = await findOwnExhibition(db, staff, request.slug)
  if (!found.ok) return found
  const rows = await findBookings(
    db.d1,
    request.items.map(({ reference }) => reference),
  )
  const queue = waitingQueue(db)
  const forecasts: BulkForecast[] = []
  const inOrder = request.items
    .flatMap(({ reference, version }) => {
      const row = rows.get(reference)
      return row?.exhibitionId === found.exhibition.id ? [{ row, version }] : []
    })
    .sort((one, other) => Number(holdsStall(one.row.state)) - Number(holdsStall(other.row.state)))
  for (const { row, version } of inOrder) {
    const booking = await settleBooking(db, row, now)
    const hindrance = hindranceOf(staff, booking, request.act, version)
    const frees = hindrance === null && givesUp(request.act, booking) ? leftPlace(booking) : null
    const isOffered = frees !== null && !booking.stallIsWithheld && offerableUntil(booking, now) !== null
    if (hindrance === null && givesUp(request.act, booking)) queue.leave(booking.reference)
    const next = frees && isOffered ? await queue.take(frees) : null
    forecasts.push({
      line: await bookingLine(db, staff, booking),
      hindrance,
      changed: hindrance === 'changed_meanwhile' ? await lastChangeOf(db, booking.reference) : null,
      frees: frees && { stall: frees.code, next: await nextInLine(db, staff, next), isOffered },
    })
  }
  return { ok: true, forecasts }
}

export function hindranceOf(staff: Staff, booking: BookingRow, act: BulkAct, version: number): BulkHindrance | null {
  if (act === 'cancel' && staff.role !== 'manager') return 'role_required'
  if (booking.version !== version) return 'changed_meanwhile'
  if (isOwnEntry(staff, booking, act)) return 'own_entry'
  if (act === 'check' && booking.checkedAtUtc !== null) return 'nothing_to_do'
  return allowedActs(staff, booking).includes(act) ? null : 'transition_refused'
}

const givesUp = (act: BulkAct, { state }: BookingRow): boolean =>
  (act === 'decline' || act === 'cancel') && (holdsStall(state) || state === 'waitlisted')

function leftPlace(booking: BookingRow): (StallPlace & { code: string }) | null {
  const { exhibitionId, stallCode, stallZoneId, stallIsStepFree, state } = booking
  if (!holdsStall(state) || stallCode === null || stallZoneId === null) return null
  return { exhibitionId, code: stallCode, zoneId: stallZoneId, isStepFree: stallIsStepFree === true }
}

/** The waiting list as it would shorten, one stall after another. */
function waitingQueue(db: Store) {
  const waiting = new Map<string, string[]>()
  const gone = new Set<string>()
  return {
    leave: (reference: string) => gone.add(reference),
    async take(stall: StallPlace): Promise<string | null> {
      const key = suitabilityKey(stall)
      // As many may have gone before as are acted on, and are offered a stall, at once.
      const line = waiting.get(key) ?? (await listWaitersFor(db.d1, stall, 2 * bulkMax))
      waiting.set(key, line)
      const next = line.find((reference) => !gone.has(reference)) ?? null
      if (next !== null) gone.add(next)
      return next
    },
  }
}
