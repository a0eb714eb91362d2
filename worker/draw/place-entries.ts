import type { PlaceRow } from '../../db/queries/draws.ts'
import type { GivableStall } from '../../db/queries/placing-ground.ts'
import type { PlacingChange } from '../../db/queries/many-booking-changes.ts'
import type { BookingRow } from '../../db/queries/bookings.ts'
import { bookingStream, chainEvent } from '../audit/event.ts'
import { recipientsOf } from '../bookings/change-booking.ts'
import type { Store } from '../store.ts'

/** The stalls that a draw still has to give, in plan order. Giving one takes it out. */
export type StallsToGive = GivableStall[]

/** Takes the first stall of the place that was drawn, one with the wished features before one without. */
function takeStall(stalls: StallsToGive, { zone, place }: PlaceRow, arrangements: string): GivableStall | null {
  const fitting = stalls.filter((stall) => stall.zone === zone && stall.isStepFree === Number(place === 'step-free'))
  // The claim wrote this column.
  const wishes = JSON.parse(arrangements) as string[]
  const meets = ({ isNearEntrance, hasPower }: GivableStall) =>
    Number(wishes.includes('near_entrance') && isNearEntrance === 1) +
    Number(wishes.includes('power') && hasPower === 1)
  const [best] = [...fitting].sort((one, other) => meets(other) - meets(one))
  if (!best) return null
  stalls.splice(stalls.indexOf(best), 1)
  return best
}

/**
 * What the published result means for one entry: an offer of a stall in its zone until `expiresAtUtc`, or its place on
 * the waiting list. A stall that staff withheld since the freeze is not given; the entry then waits at its rank.
 */
export async function composePlacing(
  db: Store,
  booking: BookingRow,
  place: PlaceRow,
  stalls: StallsToGive,
  expiresAtUtc: number | null,
  now: number,
): Promise<PlacingChange> {
  const stall = place.zone === null || expiresAtUtc === null ? null : takeStall(stalls, place, booking.arrangements)
  const state = stall ? 'offered' : 'waitlisted'
  const event = await chainEvent(db.keys, {
    stream: bookingStream(booking.reference),
    after: booking,
    type: 'draw',
    atUtc: now,
    actor: 'system',
    data: { from: booking.state, state, stall: stall?.code ?? null, rank: place.rank },
  })
  const template = stall ? 'booking_drawn_offered' : 'booking_drawn_waitlisted'
  const data = JSON.stringify(stall ? { expiresAtUtc, stall: stall.code } : { rank: place.rank })
  return {
    reference: booking.reference,
    from: booking.state,
    version: booking.version,
    state,
    stallId: stall?.id ?? null,
    ordinal: place.rank,
    offerExpiresAtUtc: stall ? expiresAtUtc : null,
    event,
    messages: recipientsOf(booking).map((recipient) => ({ template, recipient, language: booking.language, data })),
  }
}
