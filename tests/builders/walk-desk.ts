import { expect } from 'vitest'
import { offerExpiry } from '../../worker/bookings/offer-times.ts'
import { isLive } from '../../worker/contract/booking-transitions.ts'
import type { BookingState } from '../../worker/contract/codes.ts'
import { muscatDay } from '../../worker/contract/dates.ts'
import { askApplicant } from '../../worker/desk/ask-applicant.ts'
import { cancelBooking } from '../../worker/desk/cancel-booking.ts'
import { checkBooking } from '../../worker/desk/check-booking.ts'
import { checkInBooking } from '../../worker/desk/check-in-booking.ts'
import { confirmBooking } from '../../worker/desk/confirm-booking.ts'
import { declineBooking } from '../../worker/desk/decline-booking.ts'
import { moveBooking } from '../../worker/desk/move-booking.ts'
import { offerStall } from '../../worker/desk/offer-stall.ts'
import { reinstateBooking } from '../../worker/desk/reinstate-booking.ts'
import type { Staff } from '../../worker/desk/staff.ts'
import { swapBookings } from '../../worker/desk/swap-bookings.ts'
import { undoCheckIn } from '../../worker/desk/undo-check-in.ts'
import type { Store } from '../../worker/store.ts'
import {
  claimable,
  isFree,
  isOneFamily,
  nextWaiter,
  type DeskStep,
  type Known,
  type KnownBooking,
  type KnownStall,
} from './walk.ts'

const reason = { code: 'organiser_error', text: 'سبب' } as const

/** What a step at the desk is about. */
export interface DeskScene {
  known: Known
  booking: KnownBooking
  /** The booking's state once time has been recorded. */
  from: BookingState
  stall: KnownStall
  /** The other booking of a swap, and its state. */
  other: KnownBooking
  otherFrom: BookingState
  isBallot: boolean
  now: number
}

/** Carries out one act of a manager through its verb; whether it was done. */
export async function actAtDesk(at: Store, staff: Staff, step: DeskStep, scene: DeskScene): Promise<boolean> {
  const { booking, stall, other, now } = scene
  const { reference } = booking
  const outcome = await {
    check: () => checkBooking(at, staff, { reference }, now),
    ask: () => askApplicant(at, staff, { reference, version: null, text: 'ما المنتج؟' }, now),
    confirm: () => confirmBooking(at, staff, { reference }, now),
    decline: () => declineBooking(at, staff, { reference, reason }, now),
    reinstate: () => reinstateBooking(at, staff, { reference, reason }, now),
    'staff-offer': () => offerStall(at, staff, { reference, stall: stall.code, reason }, now),
    move: () => moveBooking(at, staff, { reference, stall: stall.code, reason: null }, now),
    swap: () =>
      swapBookings(at, staff, { references: [reference, other.reference], versions: null, reason: null }, now),
    cancel: () => cancelBooking(at, staff, { reference, reason }, now),
    'check-in': () => checkInBooking(at, staff, { reference }, now),
    'undo-check-in': () => undoCheckIn(at, staff, { reference, reason }, now),
  }[step.act]()
  return outcome.ok
}

/** Where a booking stands after an act. */
interface Standing {
  state: BookingState
  stall: string | null
}

/** What domain.md says of a manager's act: where the booking stands after it, or null when it is refused. */
export function standingAfter(act: DeskStep['act'], scene: DeskScene): Standing | null {
  const { booking, from, stall } = scene
  const stays = { state: from, stall: booking.stall }
  switch (act) {
    case 'check':
    case 'ask':
      return isLive(from) ? stays : null
    case 'confirm':
      return from === 'pending' ? { ...stays, state: 'confirmed' } : null
    case 'decline':
      return ['pending', 'applied', 'waitlisted'].includes(from) ? { ...stays, state: 'declined' } : null
    case 'cancel':
      return isLive(from) ? { ...stays, state: 'cancelled' } : null
    case 'reinstate':
      return from === 'declined' ? reinstated(scene) : null
    case 'check-in': {
      const { startsOn, endsOn } = scene.known
      const isToday = startsOn <= muscatDay(scene.now) && muscatDay(scene.now) <= endsOn
      return isToday && ['confirmed', 'checked_in'].includes(from) ? { ...stays, state: 'checked_in' } : null
    }
    case 'undo-check-in':
      if (from !== 'checked_in') return null
      return { ...stays, state: booking.days > 1 ? 'checked_in' : 'confirmed' }
    case 'staff-offer':
      return from === 'waitlisted' && mayGive(scene) && makesOffers(scene)
        ? { state: 'offered', stall: stall.code }
        : null
    case 'move':
      return from === 'confirmed' ? moved(scene) : null
    case 'swap':
      return swapped(scene)
  }
}

const makesOffers = ({ known, now }: DeskScene): boolean =>
  ['open', 'closed'].includes(known.state) && offerExpiry(now, known.startsOn) !== null

const mayGive = ({ known, booking, stall }: DeskScene): boolean =>
  isFree(known, stall) && booking.needsStepFree <= stall.isStepFree

function reinstated({ known, booking, isBallot }: DeskScene): Standing | null {
  const isElsewhere = known.bookings.some((one) => isOneFamily(one, booking) && isLive(one.state))
  if (isElsewhere || !['open', 'closed'].includes(known.state)) return null
  if (isBallot) return { state: 'applied', stall: null }
  const had = known.stalls.find(({ code }) => code === booking.stall)
  return had && claimable(known, had) ? { state: 'pending', stall: had.code } : { state: 'waitlisted', stall: null }
}

function moved(scene: DeskScene): Standing | null {
  const { known, booking, stall } = scene
  if (booking.stall === stall.code) return { state: 'confirmed', stall: stall.code }
  if (!mayGive(scene)) return null
  const left = known.stalls.find(({ code }) => code === booking.stall)
  const due = nextWaiter(known, stall)
  const passesOver = makesOffers(scene) && due !== null && left && nextWaiter(known, left)?.reference !== due.reference
  return passesOver ? null : { state: 'confirmed', stall: stall.code }
}

function swapped({ known, booking, other, from, otherFrom }: DeskScene): Standing | null {
  if (from !== 'confirmed' || otherFrom !== 'confirmed' || booking.reference === other.reference) return null
  const given = (one: KnownBooking) => known.stalls.find(({ code }) => code === one.stall)?.isStepFree ?? 0
  const suits = booking.needsStepFree <= given(other) && other.needsStepFree <= given(booking)
  return suits ? { state: 'confirmed', stall: other.stall } : null
}

/** What an act left beside the booking itself: attendance, priority, the public count, the other of a swap. */
export function expectTraces(step: DeskStep, scene: DeskScene, isDone: boolean, after: Known): void {
  const now = after.bookings.find(({ reference }) => reference === scene.booking.reference)
  if (!isDone || !now) return
  const { booking, other, known, stall } = scene
  if (step.act === 'check-in') expect(now.lastDay).toBe(muscatDay(scene.now))
  if (step.act === 'undo-check-in') expect(now.days).toBe(booking.days - 1)
  if (step.act === 'cancel') expect(now.hasPriority).toBe(1)
  if (step.act === 'staff-offer') {
    const isInOrder = nextWaiter(known, stall)?.reference === booking.reference
    expect(after.offersOutOfOrder).toBe(known.offersOutOfOrder + (isInOrder ? 0 : 1))
  }
  if (step.act === 'swap') {
    expect(after.bookings.find(({ reference }) => reference === other.reference)?.stall).toBe(booking.stall)
  }
}
