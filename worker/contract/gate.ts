import * as v from 'valibot'
import type { Arrangement, BookingState } from './codes.ts'
import type { CheckedIn } from './desk-acts.ts'
import type { Bilingual } from './exhibition.ts'
import { absentOrWrong, code, instant } from './fields.ts'
import { checkInsAtOnce } from './limits.ts'

// What a gate sends and gets beyond one act on one booking (interface.md, "Staff calls").

const shown = v.nullish(v.pipe(v.string(code('wrong_format')), v.trim(), v.maxLength(1000, code('too_long'))), null)

const checkInAtSchema = v.pipe(
  v.object(
    {
      /** The text of a pass, or what was typed as a reference: one of the two. */
      pass: shown,
      reference: shown,
      /** When it happened at the gate; absent for now. */
      at: v.nullish(instant, null),
    },
    absentOrWrong,
  ),
  v.forward(
    v.check(({ pass, reference }) => Boolean(pass) !== Boolean(reference), code('required')),
    ['pass'],
  ),
)

export const checkInsSchema = v.object(
  {
    checkIns: v.pipe(
      v.array(checkInAtSchema, absentOrWrong),
      v.minLength(1, code('too_short')),
      v.maxLength(checkInsAtOnce, code('too_long')),
    ),
  },
  absentOrWrong,
)
export type CheckInAt = v.InferOutput<typeof checkInAtSchema>

/** Why one check-in of many was not recorded; the others are. */
export const checkInRefusals = [
  'booking_not_found',
  'pass_invalid',
  'pass_other_exhibition',
  'pass_not_today',
  'too_early',
  'transition_refused',
  'changed_meanwhile',
] as const
export type CheckInRefusalCode = (typeof checkInRefusals)[number]

/** One check-in's answer, in the place of its question. */
export interface CheckInResult {
  ok: boolean
  checkIn: CheckedIn | null
  code: CheckInRefusalCode | null
  /** The booking's state, where that is what refuses. */
  state: BookingState | null
}

/** One line of a gate's list of today. A gate is told no name of a person. */
export interface GateLine {
  reference: string
  stall: string
  tradeName: string
  /** Who it is, for those who decide bookings; null for a gate. */
  name: string | null
  arrangements: Arrangement[]
  checkedInAt: string | null
}

/** How far a gate's day has come. */
export interface GateDay {
  exhibition: { id: number; slug: string; title: Bilingual; startsOn: string; endsOn: string }
  day: string
  isToday: boolean
  expected: number
  arrived: number
  items: GateLine[]
  nextCursor: string | null
}

export const gateShows = ['all', 'expected', 'arrived'] as const
export type GateShow = (typeof gateShows)[number]
