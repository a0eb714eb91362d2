import * as v from 'valibot'
import { equal, instant, named, whole } from './answers.ts'
import { arrangements, bookingStates } from './codes.ts'
import { deskBookingSchema } from './desk-answers.ts'
import type { CheckedIn, GateBooking } from './desk-acts.ts'

const gateEntries = {
  reference: v.string(),
  state: v.picklist(bookingStates),
  stall: v.nullable(v.string()),
  tradeName: v.pipe(v.string(), v.description('Blank once erased.')),
  arrangements: v.array(v.picklist(arrangements)),
  version: whole,
}

export const gateBookingSchema = named('GateBooking', v.object(gateEntries))

export const checkedInSchema = named(
  'CheckedIn',
  v.object({
    ...gateEntries,
    checkedInAt: instant,
    repeated: v.pipe(v.boolean(), v.description('Somebody checked them in earlier today, at `checkedInAt`.')),
  }),
)

export const swappedSchema = v.object({ bookings: v.array(deskBookingSchema) })

equal<v.InferOutput<typeof gateBookingSchema>, { [K in keyof GateBooking]: GateBooking[K] }>(true)
equal<v.InferOutput<typeof checkedInSchema>, { [K in keyof CheckedIn]: CheckedIn[K] }>(true)
