import { fill, wordsOf } from '../../../content/words.ts'
import type { FieldError, Language } from '../../../worker/contract/codes.ts'
import { formatDay } from '../../../worker/contract/dates.ts'
import { pledgeField, type PledgeForm } from '../../../worker/contract/desk-pledge-form.ts'
import type { DeskCompany } from '../../../worker/contract/desk-pledges.ts'
import type { LineKind, LineUnit, PledgeState } from '../../../worker/contract/pledge-codes.ts'
import { quantityText } from '../../pledges/quantity-words.ts'
import type { TagTone } from '../../ui/tag-tone.ts'

export const pledgeTones: Record<PledgeState, TagTone> = {
  pledged: 'wait',
  verified: 'wait',
  accepted: 'go',
  partly_delivered: 'go',
  fulfilled: 'go',
  overdue: 'stop',
  declined: 'stop',
  withdrawn: 'quiet',
  closed_unfulfilled: 'quiet',
}

/** The company's name in the reader's language, or the other; its sector where the reader gets no name. */
export function companyName(language: Language, { name, sector }: DeskCompany): string {
  const { codes, desk } = wordsOf(language)
  const known = name?.[language] ?? name?.ar ?? name?.en
  if (known) return known
  return sector ? fill(desk.pledges.ofSector, { sector: codes.sector[sector] }) : desk.pledges.noName
}

/** «معدات: 10 قطع» */
export const lineText = (language: Language, line: { kind: LineKind; unit: LineUnit; quantity: number }): string =>
  fill(wordsOf(language).desk.pledges.lineOf, {
    kind: wordsOf(language).codes.lineKind[line.kind],
    quantity: quantityText(language, line.unit, line.quantity),
  })

/** The same with the day by which it is due. */
export const datedLineText = (language: Language, line: { dueOn: string } & Parameters<typeof lineText>[1]): string =>
  fill(wordsOf(language).desk.pledges.change.lineBy, {
    line: lineText(language, line),
    day: formatDay(language, line.dueOn),
  })

/** The sentence about one field of a form: the desk's own for the code, or the general one. */
export function pledgeErrorSentence(language: Language, { field, code }: FieldError): string {
  const { desk, errors } = wordsOf(language)
  const own: Record<string, Record<string, string> | undefined> = desk.pledges.errors
  if (field === 'reason.code') return desk.errors['reason.code']
  if (field === 'reason.text') {
    return code === 'too_long' ? desk.errors['reason.text.too_long'] : desk.errors['reason.text']
  }
  return own[field]?.[code] ?? errors.any[code]
}

/** What ErrorSummary takes of a refused form. */
export const pledgeErrorList = (
  language: Language,
  { act, n }: PledgeForm,
  errors: readonly FieldError[],
): { field: string; message: string }[] =>
  errors.map((error) => ({
    field: act === null ? error.field : pledgeField(act, n, error.field),
    message: pledgeErrorSentence(language, error),
  }))
