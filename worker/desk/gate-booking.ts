import type { BookingRow } from '../../db/queries/bookings.ts'
import { personOfRow } from '../bookings/booking-view.ts'
import type { Arrangement } from '../contract/codes.ts'
import type { GateBooking } from '../contract/desk-acts.ts'
import { gateArrangements } from '../contract/gate-list.ts'
import type { Store } from '../store.ts'

/** What a gate needs to know of whoever stands before it, and no more. */
export async function viewGateBooking(db: Store, row: BookingRow): Promise<GateBooking> {
  const { tradeName } = await personOfRow(db, row)
  const { reference, state, stallCode, version } = row
  return { reference, state, stall: stallCode, tradeName, arrangements: arrangementsAtGate(row), version }
}

// bookStall wrote this column from the contract's closed list.
export const arrangementsAtGate = ({ arrangements }: { arrangements: string }): Arrangement[] =>
  gateArrangements(JSON.parse(arrangements) as string[])
