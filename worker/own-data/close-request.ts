import { findBooking } from '../../db/queries/bookings.ts'
import { closeDataRequest, findDataRequest } from '../../db/queries/own-data.ts'
import { bookingStream, chainEvent } from '../audit/event.ts'
import { sealText } from '../audit/text.ts'
import { recipientsOf } from '../bookings/change-booking.ts'
import type { CloseRequest } from '../contract/data-acts.ts'
import type { DeskDataRequest } from '../contract/own-data.ts'
import { worksIn, type Staff } from '../desk/staff.ts'
import type { Store } from '../store.ts'
import { eraseBooking } from './erase-booking.ts'
import { viewDataRequest } from './view-data-request.ts'

export type ReadDataRequestOutcome =
  { ok: true; request: DeskDataRequest } | { ok: false; reason: 'not_found' | 'not_your_governorate' }

/** `state` is the request's, or that of the booking of somebody who cannot be erased while they are at the exhibition. */
export type CloseRequestOutcome = ReadDataRequestOutcome | { ok: false; reason: 'transition_refused'; state: string }

const retriesMax = 8

export async function readDataRequest(
  db: Store,
  staff: Staff,
  { id }: { id: number },
  now: number,
): Promise<ReadDataRequestOutcome> {
  const row = await findDataRequest(db.d1, id)
  if (!row) return { ok: false, reason: 'not_found' }
  if (!worksIn(staff, row.governorate)) return { ok: false, reason: 'not_your_governorate' }
  return { ok: true, request: await viewDataRequest(db, row, now) }
}

/**
 * Ends a person's request, done or refused, with words in their language that they find on their data page; a message
 * tells them to look. An erasure that is done erases there and then, after which nobody is left to be told.
 */
export async function closeRequest(
  db: Store,
  staff: Staff,
  { id, outcome, text }: { id: number } & CloseRequest,
  now: number,
): Promise<CloseRequestOutcome> {
  for (let attempt = 0; attempt < retriesMax; attempt += 1) {
    const row = await findDataRequest(db.d1, id)
    if (!row) return { ok: false, reason: 'not_found' }
    if (!worksIn(staff, row.governorate)) return { ok: false, reason: 'not_your_governorate' }
    if (row.state !== 'open') return { ok: false, reason: 'transition_refused', state: row.state }
    const { subject: reference, kind } = row
    const actor = `staff:${staff.id}` as const
    const booking = await findBooking(db.d1, reference)
    if (!booking) return { ok: false, reason: 'not_found' }
    if (outcome === 'done' && kind !== 'correct') {
      const erased = await eraseBooking(db, { reference, actor, cause: 'asked', seenVersion: booking.version }, now)
      if (!erased.ok && erased.reason === 'changed_meanwhile') continue
      return erased.ok ? readDataRequest(db, staff, { id }, now) : erased
    }
    const stream = bookingStream(reference)
    const sealed = text ? await sealText(db.keys, stream, text) : null
    const event = await chainEvent(db.keys, {
      stream,
      after: booking,
      type: 'answer-data',
      atUtc: now,
      actor,
      data: { from: booking.state, state: booking.state, kind, outcome },
      text: sealed,
    })
    const { version, language } = booking
    const recipients = recipientsOf(booking)
    const template = outcome === 'done' ? 'data_request_done' : 'data_request_refused'
    const closing = {
      id,
      to: outcome,
      closedBy: staff.id,
      booking: { reference, version, language },
      template,
      recipients,
    }
    if (await closeDataRequest(db.d1, closing, event, sealed)) return readDataRequest(db, staff, { id }, now)
  }
  throw new Error('A booking kept changing while a request about its data was answered.')
}
