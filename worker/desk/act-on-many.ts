import { findBooking, type BookingRow } from '../../db/queries/bookings.ts'
import { findOfferedAt } from '../../db/queries/hall-occupants.ts'
import type { Reason } from '../contract/booking.ts'
import { holdsStall } from '../contract/booking-transitions.ts'
import type { BulkAct, BulkItem, BulkResult } from '../contract/desk-bulk.ts'
import type { Store } from '../store.ts'
import { changeAtDesk, type ActRefusal, type Compose } from './act-on-booking.ts'
import { bookingLine } from './booking-line.ts'
import { cancelling } from './cancel-booking.ts'
import { checking } from './check-booking.ts'
import { confirming } from './confirm-booking.ts'
import { declining } from './decline-booking.ts'
import { findOwnExhibition } from './find-own-exhibition.ts'
import { lastChangeOf } from './last-change.ts'
import { nextInLine } from './next-in-line.ts'
import { hindranceOf } from './preview-many.ts'
import type { Staff } from './staff.ts'

export type ActOnManyOutcome =
  | {
      ok: true
      results: BulkResult[]
      /** What broke the work off before its end. */
      fault: unknown
    }
  | { ok: false; reason: 'exhibition_not_found' | 'not_your_governorate' }

interface ActOnMany {
  slug: string
  act: BulkAct
  items: BulkItem[]
  /** For the acts that need one. */
  reason: Reason | null
}

/**
 * One act on each booking of a selection, one after another, each on the version that its sender saw: what changed
 * since is told and left alone, the others are done. A fault ends the work but not the account of it: what was written
 * before it stays written, and whoever asked has to know.
 */
export async function actOnMany(db: Store, staff: Staff, request: ActOnMany, now: number): Promise<ActOnManyOutcome> {
  const found = await findOwnExhibition(db, staff, request.slug)
  if (!found.ok) return found
  const results: BulkResult[] = []
  for (const [index, item] of request.items.entries()) {
    try {
      results.push(await actOnOne(db, staff, { ...request, item, exhibitionId: found.exhibition.id }, now))
    } catch (fault) {
      const rest = request.items.slice(index + 1).map((one) => notDone(one, 'not_tried'))
      return { ok: true, results: [...results, notDone(item, 'uncertain'), ...rest], fault }
    }
  }
  return { ok: true, results, fault: null }
}

const notDone = ({ reference }: BulkItem, hindrance: BulkResult['hindrance']): BulkResult => ({
  reference,
  line: null,
  isDone: false,
  hindrance,
  state: null,
  changed: null,
  frees: null,
})

async function actOnOne(
  db: Store,
  staff: Staff,
  request: ActOnMany & { item: BulkItem; exhibitionId: number },
  now: number,
): Promise<BulkResult> {
  const { act, item } = request
  const before = await findBooking(db.d1, item.reference)
  if (before?.exhibitionId !== request.exhibitionId) return notDone(item, 'booking_not_found')
  const known = hindranceOf(staff, before, act, item.version)
  const outcome =
    known === null ? await changeAtDesk(db, staff, { ...item, act }, composeOf(staff, request, now), now) : null
  const isDone = outcome?.ok === true
  const after = outcome?.ok ? outcome.row : ((await findBooking(db.d1, item.reference)) ?? before)
  const hindrance = known ?? (outcome?.ok ? null : refusalOf(outcome))
  return {
    reference: item.reference,
    line: await bookingLine(db, staff, after),
    isDone,
    hindrance,
    state: after.state,
    changed: hindrance === 'changed_meanwhile' ? await lastChangeOf(db, item.reference) : null,
    frees: isDone && (act === 'decline' || act === 'cancel') ? await freedBy(db, staff, before) : null,
  }
}

async function freedBy(db: Store, staff: Staff, before: BookingRow): Promise<BulkResult['frees']> {
  const { state, stallId, stallCode } = before
  if (!holdsStall(state) || stallId === null || stallCode === null) return null
  return { stall: stallCode, next: await nextInLine(db, staff, await findOfferedAt(db.d1, stallId)) }
}

function refusalOf(outcome: ActRefusal | null): BulkResult['hindrance'] {
  if (outcome === null || outcome.reason === 'not_your_governorate') return 'booking_not_found'
  return outcome.reason
}

function composeOf(staff: Staff, { act, reason }: ActOnMany, now: number): Compose {
  if (act === 'check') return checking(staff, now)
  if (act === 'confirm') return confirming(staff, now)
  if (reason === null) throw new Error('Declining and cancelling need a reason.')
  return act === 'decline' ? declining(reason) : cancelling(reason)
}
