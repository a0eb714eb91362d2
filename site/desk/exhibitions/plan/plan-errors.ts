import { fill, wordsOf } from '../../../../content/words.ts'
import type { FieldError, Language } from '../../../../worker/contract/codes.ts'
import { errorSentence } from '../../../journeys/field-errors.ts'
import { columnOfField, fieldOfPlanError, type PlanRows } from './plan-form.ts'

const shownMax = 20

/** What ErrorSummary takes: which stall or zone, what of it, and what is wrong. */
export function planErrors(
  language: Language,
  errors: readonly FieldError[],
  rows: PlanRows,
): { field: string; message: string }[] {
  const words = wordsOf(language).desk.plan
  const fields: Record<string, string | undefined> = words.columns
  const own: Record<string, string | undefined> = words.errors
  return errors.slice(0, shownMax).map((error) => {
    const [list = '', number = '', ...rest] = error.field.split('.')
    const name = rest[0] ?? ''
    const row = list === 'stalls' ? rows.stalls[Number(number)]?.code : rows.zones[Number(number)]?.id
    const sentence = own[`${list}.${error.code}`] ?? errorSentence(language, error)
    const isRow = number !== '' && (list === 'stalls' || list === 'zones')
    const alone = isRow && rest.length === 0 ? (own[`${list}.row.${error.code}`] ?? sentence) : sentence
    const message = rest.length === 0 ? alone : (own[`${list}.${name}.${error.code}`] ?? errorSentence(language, error))
    const what = [isRow ? row : '', fields[name] ?? ''].filter(Boolean).join(` · `)
    return { field: fieldOfPlanError(error), message: what ? fill(words.errorOf, { what, message }) : message }
  })
}

/** What is wrong with the numbers of a hall that is drawn anew. */
export const drawErrors = (language: Language, errors: readonly FieldError[]): { field: string; message: string }[] => {
  const { draw, errorOf } = wordsOf(language).desk.plan
  const names: Record<string, string | undefined> = draw.fields
  return errors.map((error) => {
    const message = errorSentence(language, error)
    return { field: `draw.${error.field}`, message: fill(errorOf, { what: names[error.field] ?? '', message }) }
  })
}

interface CsvFault {
  line: number
  column: string | null
  code: FieldError['code']
}

/** What is wrong in a file, line by line: in the file itself, or in the plan that its lines would make. */
export function csvErrors(
  language: Language,
  errors: readonly (FieldError | CsvFault)[],
  stalls: readonly { line: number }[] = [],
): { field: string; message: string }[] {
  const words = wordsOf(language).desk.plan
  const own: Record<string, string | undefined> = words.errors
  return errors.slice(0, shownMax).map((error) => {
    const [list = '', number = '', name = ''] = 'field' in error ? error.field.split('.') : []
    const line = 'line' in error ? error.line : stalls[Number(number)]?.line
    const column = 'line' in error ? error.column : columnOfField(name)
    const sentence = own[`${list}.${name}.${error.code}`] ?? errorSentence(language, { field: name, code: error.code })
    const where = line === undefined ? '' : fill(words.import.line, { line })
    const what = [where, column ?? ''].filter(Boolean).join(' · ')
    return { field: 'csv', message: what ? fill(words.errorOf, { what, message: sentence }) : sentence }
  })
}
