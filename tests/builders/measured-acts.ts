import { cancelBooking } from '../../worker/desk/cancel-booking.ts'
import { checkInBooking } from '../../worker/desk/check-in-booking.ts'
import { declineBooking } from '../../worker/desk/decline-booking.ts'
import { moveBooking } from '../../worker/desk/move-booking.ts'
import { offerStall } from '../../worker/desk/offer-stall.ts'
import { reinstateBooking } from '../../worker/desk/reinstate-booking.ts'
import type { Staff } from '../../worker/desk/staff.ts'
import { swapBookings } from '../../worker/desk/swap-bookings.ts'
import { undoCheckIn } from '../../worker/desk/undo-check-in.ts'
import { approveProposal } from '../../worker/proposals/approve-proposal.ts'
import { listProposals } from '../../worker/proposals/list-proposals.ts'
import { proposeAct } from '../../worker/proposals/propose-act.ts'
import type { Store } from '../../worker/store.ts'
import { firstMorning, setWithheld } from './acts.ts'
import { booked } from './booking.ts'
import { rowOf } from './broken-invariants.ts'
import { d1, db } from './store.ts'

type Exhibition = { id: number; slug: string }
export type Counted = <T>(name: string, act: (at: Store) => Promise<T>) => Promise<T>

const reason = { code: 'organiser_error', text: 'خطأ منا' } as const

/** Every staff act once. Who is left over is taken away, so that the acts can be measured again. */
export async function measureActs(
  counted: Counted,
  {
    staff,
    other,
    free,
    reviewed,
    full,
  }: { staff: Staff; other: Staff } & Record<'free' | 'reviewed' | 'full', Exhibition>,
  now: number,
): Promise<void> {
  const done = async <T extends { ok: boolean }>(name: string, act: (at: Store) => Promise<T>) => {
    if (!(await counted(name, act)).ok) throw new Error(`Refused: ${name}`)
  }
  const one = await booked(free.slug, { stall: 'A-1' }, now)
  const two = await booked(free.slug, { stall: 'A-2' }, now)
  const references = [one.reference, two.reference]
  const [reference = ''] = references
  await done('move a booking', (at) => moveBooking(at, staff, { reference, stall: 'A-3', reason: null }, now))
  await done('swap two bookings', (at) => swapBookings(at, staff, { references, versions: null, reason: null }, now))
  await done('check somebody in', (at) => checkInBooking(at, staff, { reference }, firstMorning))
  await done('check them in again', (at) => checkInBooking(at, staff, { reference }, firstMorning))
  await done('undo a check-in', (at) => undoCheckIn(at, staff, { reference, reason }, firstMorning))
  for (const left of references) await cancelBooking(db, staff, { reference: left, reason }, now)

  const appeal = await booked(reviewed.slug, {}, now)
  await declineBooking(db, staff, { reference: appeal.reference, reason }, now)
  await done('reinstate an application', (at) =>
    reinstateBooking(at, staff, { reference: appeal.reference, reason }, now),
  )
  await cancelBooking(db, staff, { reference: appeal.reference, reason }, now)

  const holder = await confirmedAt(full)
  await done('cancel with someone waiting', (at) => cancelBooking(at, staff, { reference: holder, reason }, now))
  const leaver = await confirmedAt(full)
  const stall = (await rowOf(leaver)).stall ?? ''
  await setWithheld(full, stall, 'x')
  await cancelBooking(db, staff, { reference: leaver, reason }, now)
  await setWithheld(full, stall, null)
  const second = await waiterAt(full, 1)
  await done('offer past the next in line', (at) => offerStall(at, staff, { reference: second, stall, reason }, now))

  const subject = `exhibition:${free.slug}`
  const proposed = await counted('propose an act', (at) =>
    proposeAct(at, staff, { kind: 'write_off', subject, data: { width: 900 } }, now),
  )
  await counted('list the proposals', (at) => listProposals(at, staff, {}, now))
  const id = proposed.ok ? proposed.proposal.id : ''
  await done('approve a proposal', (at) => approveProposal(at, other, { id }, now))
}

export async function confirmedAt({ id }: Exhibition): Promise<string> {
  const row = await d1
    .prepare(`SELECT reference FROM bookings WHERE exhibition_id = ? AND state = 'confirmed' LIMIT 1`)
    .bind(id)
    .first<string>('reference')
  return row ?? ''
}

async function waiterAt({ id }: Exhibition, place: number): Promise<string> {
  const row = await d1
    .prepare('SELECT reference FROM waitlist_places WHERE exhibition_id = ? ORDER BY ordinal LIMIT 1 OFFSET ?')
    .bind(id, place)
    .first<string>('reference')
  return row ?? ''
}
