import { wordsOf } from '../../content/words.ts'
import type { Language } from '../../worker/contract/codes.ts'
import { formatDay } from '../../worker/contract/dates.ts'
import { answerTo, type Answers } from '../../worker/contract/form.ts'
import { isMoney, lineKinds, lineUnits } from '../../worker/contract/pledge-codes.ts'
import type { PledgeStep } from '../../worker/contract/pledge-form.ts'
import type { NeedView } from '../../worker/contract/pledge.ts'
import { normalisePhone, withLatinDigits } from '../../worker/contract/text.ts'
import { dayTyped, type TypedLine } from '../../worker/contract/typed-lines.ts'
import { quantityText } from './quantity-words.ts'

interface Row {
  term: string
  value: string | readonly string[] | null
  goto?: PledgeStep
  dir?: 'ltr' | 'auto'
}

const named = (names: Record<string, string>, code: string): string | null =>
  Object.hasOwn(names, code) ? (names[code] ?? null) : null

/** What was typed of the company, for the check. */
export function companyRows(language: Language, answers: Answers): Row[] {
  const { codes, fields } = wordsOf(language)
  const text = (field: string) => answerTo(answers, field).trim() || null
  const phone = text('company.phone')
  const goto = 'company'
  return [
    { term: fields['company.name.ar'], value: text('company.name.ar'), goto, dir: 'auto' },
    { term: fields['company.name.en'], value: text('company.name.en'), goto, dir: 'auto' },
    { term: fields['company.registration'], value: text('company.registration'), goto, dir: 'ltr' },
    { term: fields['company.sector'], value: named(codes.sector, text('company.sector') ?? ''), goto },
    { term: fields['company.contactName'], value: text('company.contactName'), goto, dir: 'auto' },
    { term: fields['company.email'], value: text('company.email'), goto, dir: 'ltr' },
    { term: fields['company.phone'], value: phone && normalisePhone(phone), goto, dir: 'ltr' },
  ]
}

/** One typed line, for the check; what does not read stays as it was typed. */
export function lineRows(language: Language, line: TypedLine, needs: readonly NeedView[]): Row[] {
  const { codes, fields } = wordsOf(language)
  const unit = lineUnits.find((known) => known === line.unit)
  const quantity = Number(withLatinDigits(line.quantity).replace(/[\s,٬]/g, ''))
  const day = dayTyped(line.dueOn)
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(Date.parse(day))
  const need = needs.find(({ id }) => id === line.need)
  const goto = 'lines'
  return [
    { term: fields['lines.kind'], value: named(codes.lineKind, line.kind), goto },
    {
      term: fields['lines.quantity'],
      value: unit && Number.isFinite(quantity) ? quantityText(language, unit, quantity) : line.quantity,
      goto,
    },
    { term: fields['lines.dueOn'], value: isDay ? formatDay(language, day) : line.dueOn, goto },
    ...(need ? [{ term: fields['lines.need'], value: need.title[language], goto } as const] : []),
    ...(line.note.trim() ? [{ term: fields['lines.note'], value: line.note.trim(), goto, dir: 'auto' } as const] : []),
  ]
}

export function isMoneyLine({ kind, unit }: Pick<TypedLine, 'kind' | 'unit'>): boolean {
  const known = lineKinds.find((one) => one === kind)
  const counted = lineUnits.find((one) => one === unit)
  return known !== undefined && counted !== undefined && isMoney(known, counted)
}

export function namingRows(language: Language, answers: Answers): Row[] {
  const { codes, fields, pledge } = wordsOf(language)
  const goto = 'naming'
  const naming = answerTo(answers, 'naming') || 'hidden'
  return [
    { term: fields.naming, value: named(codes.naming, naming), goto },
    { term: fields.showAmounts, value: answerTo(answers, 'showAmounts') === 'true' ? pledge.yes : pledge.no, goto },
  ]
}
