import { wordsOf } from '../../../content/words.ts'
import type { FieldError, Language } from '../../../worker/contract/codes.ts'
import { errorSentence } from '../../journeys/field-errors.ts'
import { instantOf } from './exhibition-form.ts'
import { readVersion } from './read-version.ts'

export const runActs = ['publish', 'extend', 'freeze', 'draw', 'redraw', 'cancel'] as const
export type RunAct = (typeof runActs)[number]

/** What was sent with an act, as it was typed. */
export interface RunForm {
  act: RunAct | null
  version: number | null
  typed: (field: string) => string
}

export function readRunForm(form: FormData): RunForm {
  const typed = (field: string) => String(form.get(field) ?? '').replaceAll('\r\n', '\n')
  return { act: runActs.find((act) => act === typed('act')) ?? null, version: readVersion(form), typed }
}

/** The body that the API would have been sent. */
export function runBody({ act, version, typed }: RunForm): Record<string, unknown> {
  const reason = { code: typed('reason.code') || null, text: typed('reason.text') }
  const inBothLanguages = (field: string) => ({ ar: typed(`${field}.ar`), en: typed(`${field}.en`) })
  if (act === 'extend') return { version, bookingClosesAt: instantOf(typed('bookingClosesAt')), reason }
  if (act === 'cancel') return { version, reason: reason.code === null ? null : reason }
  if (act === 'redraw') return { version, reason: inBothLanguages('reason') }
  if (act === 'draw') return { version, value: typed('value') || null }
  if (act !== 'freeze') return { version }
  const isCeremony = typed('source.kind') === 'ceremony'
  const source = isCeremony
    ? { kind: 'ceremony', name: inBothLanguages('source.name'), date: typed('source.date') }
    : 'drand'
  return { version, source }
}

/** What an act asks and was not given; the rest is the contract's to judge. */
export function unanswered({ act, typed }: RunForm): FieldError[] {
  const asked: Partial<Record<RunAct, string[]>> = {
    extend: ['bookingClosesAt', 'reason.code'],
    cancel: ['reason.code', 'sure'],
    redraw: ['reason.ar', 'reason.en'],
    freeze: ['source.kind', ...(typed('source.kind') === 'ceremony' ? ceremonyFields : [])],
  }
  const blank = act ? (asked[act] ?? []).filter((field) => typed(field).trim() === '') : []
  return blank.map((field) => ({ field, code: 'required' }))
}

const ceremonyFields = ['source.name.ar', 'source.name.en', 'source.date']

/** The sentence at a field of an act: its own, or the general one. */
export function runErrorAt(language: Language, errors: readonly FieldError[], field: string): string | undefined {
  const error = errors.find((candidate) => candidate.field === field)
  if (!error) return undefined
  const own: Record<string, string | undefined> = wordsOf(language).desk.run.errors
  return own[`${field}.${error.code}`] ?? errorSentence(language, error)
}

/** Two acts ask for a reason on one page; the ids of its fields begin with the act. */
export const reasonIdOf = (act: 'extend' | 'cancel', part: 'code' | 'text') => `${act}.reason.${part}`

/** What ErrorSummary takes. */
export const runErrors = (
  language: Language,
  errors: readonly FieldError[],
  act: RunAct | null,
): { field: string; message: string }[] =>
  errors.map((error) => ({
    field: act !== 'redraw' && error.field.startsWith('reason.') ? `${act}.${error.field}` : error.field,
    message: runErrorAt(language, [error], error.field) ?? '',
  }))
