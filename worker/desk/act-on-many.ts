import { findBooking } from '../../db/queries/bookings.ts'
import { findOfferedAt } from '../../db/queries/hall-occupants.ts'
import type { Reason } from '../contract/booking.ts'
import { holdsStall } from '../contract/booking-transitions.ts'
import type { BulkAct, BulkItem, BulkResult } from '../contract/desk-bulk.ts'
import type { Store } from '../store.ts'
import type { ActAtDeskOutcome } from './act-on-booking.ts'
import { bookingLine } from './booking-line.ts'
import { cancelBooking } from './cancel-booking.ts'
import { checkBooking } from './check-booking.ts'
import { confirmBooking } from './confirm-booking.ts'
import { declineBooking } from './decline-booking.ts'
import { findOwnExhibition } from './find-own-exhibition.ts'
import { lastChangeOf } from './last-change.ts'
import { nextInLine } from './next-in-line.ts'
import { hindranceOf } from './preview-many.ts'
import type { Staff } from './staff.ts'

export type ActOnManyOutcome =
  { ok: true; results: BulkResult[] } | { ok: false; reason: 'exhibition_not_found' | 'not_your_governorate' }

interface ActOnMany {
  slug: string
  act: BulkAct
  items: BulkItem[]
  /** For the acts that need one. */
  reason: Reason | null
}

/**
 * One act on each booking of a selection, one after another, each on the version that its sender saw: what changed
 * since is told and left alone, the others are done.
 */
export async function actOnMany(db: Store, staff: Staff, request: ActOnMany, now: number): Promise<ActOnManyOutcome> {
  const found = await findOwnExhibition(db, staff, request.slug)
  if (!found.ok) return found
  const results: BulkResult[] = []
  for (const item of request.items) {
    results.push(await actOnOne(db, staff, { ...request, item, exhibitionId: found.exhibition.id }, now))
  }
  return { ok: true, results }
}

async function actOnOne(
  db: Store,
  staff: Staff,
  request: ActOnMany & { item: BulkItem; exhibitionId: number },
  now: number,
): Promise<BulkResult> {
  const { act, item, reason } = request
  const { reference, version } = item
  const nothing = { reference, line: null, isDone: false, state: null, changed: null, frees: null }
  const before = await findBooking(db.d1, reference)
  if (before?.exhibitionId !== request.exhibitionId) return { ...nothing, hindrance: 'booking_not_found' }
  const known = hindranceOf(staff, before, act, version)
  const outcome = known === null ? await carryOut(db, staff, act, { reference, version, reason }, now) : null
  const after = (await findBooking(db.d1, reference)) ?? before
  const hindrance = known ?? (outcome?.ok ? null : refusalOf(outcome))
  const stallId = before.stallId
  const isFreed = outcome?.ok === true && (act === 'decline' || act === 'cancel') && holdsStall(before.state)
  const next = isFreed && stallId !== null ? await findOfferedAt(db.d1, stallId) : null
  return {
    reference,
    line: await bookingLine(db, staff, after),
    isDone: outcome?.ok === true,
    hindrance,
    state: after.state,
    changed: hindrance === 'changed_meanwhile' ? await lastChangeOf(db, reference) : null,
    frees:
      isFreed && before.stallCode !== null
        ? { stall: before.stallCode, next: await nextInLine(db, staff, next) }
        : null,
  }
}

function refusalOf(outcome: ActAtDeskOutcome | null): BulkResult['hindrance'] {
  if (outcome === null || outcome.ok || outcome.reason === 'not_your_governorate') return 'booking_not_found'
  return outcome.reason
}

function carryOut(
  db: Store,
  staff: Staff,
  act: BulkAct,
  { reason, ...request }: BulkItem & { reason: Reason | null },
  now: number,
): Promise<ActAtDeskOutcome> {
  if (act === 'check') return checkBooking(db, staff, request, now)
  if (act === 'confirm') return confirmBooking(db, staff, request, now)
  if (reason === null) throw new Error('Declining and cancelling need a reason.')
  return act === 'decline'
    ? declineBooking(db, staff, { ...request, reason }, now)
    : cancelBooking(db, staff, { ...request, reason }, now)
}
