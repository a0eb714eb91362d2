import type { ReasonCode } from './codes.ts'
import type { DeskAct } from './desk.ts'

/** The acts that a form at the desk sends on one booking. */
export const formActs = [
  'check',
  'confirm',
  'decline',
  'ask',
  'reinstate',
  'offer',
  'move',
  'cancel',
  'release-phone',
] as const satisfies DeskAct[]
export type FormAct = (typeof formActs)[number]

/** What a form sent with an act, as it was typed. */
export interface ActBody {
  version: number | null
  reason: { code: string; text: string }
  /** A question. */
  text: string
  stall: string
}

/** The reasons that a list offers for each act that may have one; the API takes any. */
export const actReasons = {
  reinstate: ['appeal_upheld', 'organiser_error', 'other'],
  cancel: ['organiser_error', 'safety', 'duplicate', 'not_in_programme', 'set_aside', 'other'],
  offer: ['accessibility', 'organiser_error', 'appeal_upheld', 'other'],
  move: ['accessibility', 'safety', 'organiser_error', 'other'],
} as const satisfies Partial<Record<FormAct, ReasonCode[]>>
