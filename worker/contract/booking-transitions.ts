import { bookingStates, liveStates, occupyingStates, type BookingState } from './codes.ts'

type Actor = 'applicant' | 'officer' | 'manager' | 'gate' | 'system'

/** One line of the table in domain.md, "Booking". `act` is the verb that causes it. */
export interface BookingTransition {
  act: string
  from: readonly BookingState[]
  to: readonly BookingState[]
  by: readonly Actor[]
}

const anyLiveBut = (...states: BookingState[]) => liveStates.filter((state) => !states.includes(state))

/** Every change of a booking's state that may happen. What is not here is refused with the current state. */
export const bookingTransitions = [
  { act: 'check', from: liveStates, to: [], by: ['officer', 'manager'] },
  // A question of the team leaves the state: it is answered by telephone.
  { act: 'ask', from: liveStates, to: [], by: ['officer', 'manager'] },
  { act: 'confirm', from: ['pending'], to: ['confirmed'], by: ['officer', 'manager'] },
  { act: 'decline', from: ['pending', 'applied', 'waitlisted'], to: ['declined'], by: ['officer', 'manager'] },
  { act: 'reinstate', from: ['declined'], to: ['pending', 'applied', 'waitlisted'], by: ['manager'] },
  { act: 'draw', from: ['applied'], to: ['offered', 'waitlisted'], by: ['system'] },
  // A draw that was set aside: everybody it moved is an entry again.
  { act: 'redraw', from: ['offered', 'waitlisted'], to: ['applied'], by: ['system'] },
  { act: 'offer', from: ['waitlisted'], to: ['offered'], by: ['system', 'officer', 'manager'] },
  { act: 'accept', from: ['offered'], to: ['confirmed'], by: ['applicant'] },
  { act: 'expire', from: ['offered', 'applied', 'pending', 'waitlisted'], to: ['expired'], by: ['system'] },
  { act: 'withdraw', from: anyLiveBut('checked_in'), to: ['withdrawn'], by: ['applicant'] },
  { act: 'move', from: ['confirmed'], to: ['confirmed'], by: ['officer', 'manager'] },
  { act: 'swap', from: ['confirmed'], to: ['confirmed'], by: ['officer', 'manager'] },
  { act: 'check-in', from: ['confirmed', 'checked_in'], to: ['checked_in'], by: ['gate', 'officer', 'manager'] },
  // Whoever also came on an earlier day stays `checked_in`.
  { act: 'undo-check-in', from: ['checked_in'], to: ['confirmed', 'checked_in'], by: ['gate', 'manager'] },
  { act: 'end', from: ['confirmed', 'checked_in'], to: ['no_show', 'completed'], by: ['system'] },
  { act: 'release-phone', from: bookingStates, to: [], by: ['applicant', 'officer', 'manager'] },
  // The family looks after its booking itself; whoever acted for it does so no more.
  { act: 'take-over', from: bookingStates, to: [], by: ['applicant'] },
  { act: 'correct', from: bookingStates, to: [], by: ['officer', 'manager'] },
  { act: 'cancel', from: liveStates, to: ['cancelled'], by: ['manager', 'system'] },
] as const satisfies BookingTransition[]

export type BookingAct = (typeof bookingTransitions)[number]['act']

/** The states from which an act is allowed, for the condition inside its write. */
export function statesBefore(act: BookingAct): readonly BookingState[] {
  return bookingTransitions.find((transition) => transition.act === act)?.from ?? []
}

export const holdsStall = (state: BookingState): boolean => (occupyingStates as readonly BookingState[]).includes(state)
export const isLive = (state: BookingState): boolean => (liveStates as readonly BookingState[]).includes(state)
