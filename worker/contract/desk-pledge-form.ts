import type { ReasonCode } from './codes.ts'
import { deskLineActs, deskPledgeActs } from './desk-pledge-acts.ts'

/** The acts that a form of a pledge's page sends; deciding a write-off is deciding its proposal. */
export const pledgeFormActs = [...deskPledgeActs, ...deskLineActs, 'approve-write-off', 'refuse-write-off'] as const
export type PledgeFormAct = (typeof pledgeFormActs)[number]

const fields = [
  'note',
  'reason.code',
  'reason.text',
  'quantity',
  'receivedOn',
  'evidence',
  'receiptNumber',
  'stillThere',
  'proposal',
] as const
export type PledgeFormField = (typeof fields)[number]

/** What a form of a pledge's page sent, as it was typed. */
export interface PledgeForm {
  act: PledgeFormAct | null
  /** The line it is about; null for an act on the whole pledge. */
  n: number | null
  /** The version that the sender's page showed. */
  version: number | null
  withoutNeed: number[]
  typed: Record<PledgeFormField, string>
}

/** The reasons that a list offers for each act; the API takes any. */
export const pledgeReasons = {
  decline: ['incomplete', 'duplicate', 'safety', 'set_aside', 'other'],
  'refuse-change': ['incomplete', 'set_aside', 'other'],
  reverse: ['organiser_error', 'incomplete', 'duplicate', 'other'],
  'write-off': ['set_aside', 'cancelled_event', 'other'],
} as const satisfies Partial<Record<PledgeFormAct, ReasonCode[]>>

/** Reads the form of any act; an unknown act is none. */
export function readPledgeForm(form: FormData): PledgeForm {
  const text = (name: string) => String(form.get(name) ?? '').replaceAll('\r\n', '\n')
  const whole = (value: string) => (/^\d{1,9}$/.test(value) ? Number(value) : null)
  return {
    act: pledgeFormActs.find((act) => act === text('act')) ?? null,
    n: whole(text('n')),
    version: whole(text('version')),
    withoutNeed: form.getAll('withoutNeed').flatMap((value) => whole(String(value)) ?? []),
    // Every field of the list gets a text.
    typed: Object.fromEntries(fields.map((name) => [name, text(name)])) as PledgeForm['typed'],
  }
}

export const noPledgeForm: PledgeForm = readPledgeForm(new FormData())

/** The name of a field among the forms of one page, from which its id follows. */
export const pledgeField = (act: PledgeFormAct, n: number | null, field: string): string =>
  n === null ? `${act}.${field}` : `line-${n}.${act}.${field}`
