import type { Words } from '../../../content/words.ts'
import type { Arrangement, BookingState } from '../../../worker/contract/codes.ts'
import { muscatTime } from '../../../worker/contract/dates.ts'
import type { CheckInResult } from '../../../worker/contract/gate.ts'

// What a gate says of whoever stands before it, by the server and by the phone in the same words.

export type GateTone = 'go' | 'again' | 'ask' | 'stop'
export type GateKind = keyof Words['desk']['gate']['answers']

export interface GateSaid {
  kind: GateKind
  reference?: string | null
  stall?: string | null
  tradeName?: string
  arrangements?: readonly Arrangement[]
  /** When they came in, or the time that the sentence is about. */
  at?: string | null
  state?: BookingState | null
  /** The stall that a pass names, where the list names another. */
  passStall?: string
}

/** Colour, sign and sound of an answer. */
const tones: Record<GateKind, GateTone> = {
  go: 'go',
  saved: 'go',
  undone: 'again',
  again: 'again',
  unlisted: 'ask',
  moved: 'ask',
  changed_meanwhile: 'ask',
  signed_out: 'ask',
  unconnected: 'ask',
  failed: 'ask',
  list_over: 'ask',
  too_early: 'ask',
  role_required: 'ask',
  pass_invalid: 'stop',
  pass_other_exhibition: 'stop',
  pass_not_today: 'stop',
  booking_not_found: 'stop',
  transition_refused: 'stop',
}

/** The sentences that an answer is put together from. */
export interface GateWords {
  answers: Words['desk']['gate']['answers']
  texts: Words['desk']['gate']['texts']
  stall: string
  needs: string
  stateNow: string
  separator: string
  states: Record<BookingState, string>
  arrangements: Record<Arrangement, string>
}

/** An answer as it is written. */
export interface WrittenAnswer {
  tone: GateTone
  word: string
  stall: string
  about: string
  text: string
  needs: string
}

const put = (sentence: string, values: Record<string, string>): string =>
  sentence.replace(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place)

const ltr = (text: string): string => `\u2066${text}\u2069`

export function writeAnswer(words: GateWords, said: GateSaid): WrittenAnswer {
  const { kind, at, stall, passStall = '', arrangements = [], state } = said
  const instant = at ?? new Date().toISOString()
  const values = {
    time: ltr(muscatTime(instant)),
    day: ltr(instant.slice(0, 10)),
    stall: ltr(stall ?? ''),
    pass: ltr(passStall),
  }
  const needs = arrangements.map((need) => words.arrangements[need]).join(words.separator)
  const now = state ? ` ${put(words.stateNow, { state: words.states[state] })}` : ''
  return {
    tone: tones[kind],
    word: put(words.answers[kind], values),
    stall: stall ? put(words.stall, values) : '',
    about: [said.tradeName ? `\u2068${said.tradeName}\u2069` : '', said.reference ? ltr(said.reference) : '']
      .filter(Boolean)
      .join(' · '),
    text: put(words.texts[kind], values) + now,
    needs: needs && put(words.needs, { needs }),
  }
}

/** What the server's answer to one check-in says. */
export function saidOf({ checkIn, code, state }: CheckInResult): GateSaid {
  if (!checkIn) return { kind: code ?? 'failed', state }
  const { reference, stall, tradeName, arrangements, checkedInAt, repeated } = checkIn
  return { kind: repeated ? 'again' : 'go', reference, stall, tradeName, arrangements, at: checkedInAt }
}
