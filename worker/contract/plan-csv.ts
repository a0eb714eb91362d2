import { stallFeatures, type FieldCode } from './codes.ts'
import { csvFile } from './csv.ts'
import { planLimits } from './limits.ts'
import type { StallOfPlan } from './plan.ts'
import { withLatinDigits } from './text.ts'

// The stalls of a plan as a spreadsheet: one line each, columns found by their names, whatever their order.

const planColumns = [
  'code',
  'zone',
  'x',
  'y',
  'width',
  'height',
  ...stallFeatures,
  'fee_baisa',
  'subsidy_baisa',
  'withheld',
] as const
export type PlanColumn = (typeof planColumns)[number]

const needed: readonly PlanColumn[] = ['code', 'zone', 'x', 'y', 'width', 'height']

export const writePlanCsv = (stalls: readonly StallOfPlan[]): string =>
  csvFile([
    planColumns,
    ...stalls.map((stall) => [
      stall.code,
      stall.zone,
      stall.x,
      stall.y,
      stall.width,
      stall.height,
      ...stallFeatures.map((feature) => (stall.features.includes(feature) ? 1 : 0)),
      stall.feeBaisa,
      stall.subsidyBaisa,
      stall.withheldReason ?? '',
    ]),
  ])

/** A stall's line as it was written; numbers and codes are judged by the plan's own schema. */
export interface CsvStall {
  /** The line of the file, the heading being the first. */
  line: number
  values: Partial<Record<PlanColumn, string>>
  features: string[]
}

export type ReadPlanCsv =
  | { ok: true; stalls: CsvStall[] }
  | { ok: false; errors: { line: number; column: PlanColumn | null; code: FieldCode }[] }

/** Reads a file as Excel writes it too: with a semicolon between cells, a byte order mark, quotes, Arabic digits. */
export function readPlanCsv(text: string): ReadPlanCsv {
  const lines = cellsOf(text.replace(/^\ufeff/, ''))
  const heading = (lines[0]?.cells ?? []).map((name) => name.trim().toLowerCase())
  const missing = needed.filter((column) => !heading.includes(column))
  if (missing.length > 0) {
    return { ok: false, errors: missing.map((column) => ({ line: 1, column, code: 'required' as const })) }
  }
  const rows = lines.slice(1).filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
  if (rows.length === 0) return { ok: false, errors: [{ line: 2, column: null, code: 'required' }] }
  if (rows.length > planLimits.stalls) {
    return { ok: false, errors: [{ line: rows[planLimits.stalls]?.line ?? 0, column: null, code: 'too_long' }] }
  }
  const place = new Map(planColumns.map((column) => [column, heading.indexOf(column)]))
  const stalls = rows.map(({ line, cells }): CsvStall => {
    const cell = (column: PlanColumn) => bare(cells[place.get(column) ?? -1] ?? '')
    return {
      line,
      values: Object.fromEntries(planColumns.map((column) => [column, cell(column)])),
      features: stallFeatures.filter((feature) => isYes(cell(feature))),
    }
  })
  return { ok: true, stalls }
}

/** Without the apostrophe that keeps a spreadsheet from running a cell. */
const bare = (cell: string) => withLatinDigits(cell.trim().replace(/^'(?=[=+\-@])/, ''))

const isYes = (cell: string) => /^(?:1|true|yes|x|نعم)$/i.test(cell)

function cellsOf(text: string): { line: number; cells: string[] }[] {
  const separator = /^[^\n]*;/.test(text) && !/^[^\n]*,/.test(text) ? ';' : ','
  const lines: { line: number; cells: string[] }[] = []
  let [cells, cell, line, first, isQuoted] = [[] as string[], '', 1, 1, false]
  const endLine = () => {
    lines.push({ line: first, cells: [...cells, cell] })
    ;[cells, cell] = [[], '']
  }
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at)
    if (character === '\n') line += 1
    if (isQuoted) {
      if (character !== '"') cell += character
      else if (text.charAt(at + 1) === '"') {
        cell += '"'
        at += 1
      } else isQuoted = false
    } else if (character === '"' && cell === '') isQuoted = true
    else if (character === separator) {
      cells.push(cell)
      cell = ''
    } else if (character === '\n') {
      endLine()
      first = line
    } else if (character !== '\r') cell += character
  }
  if (cell !== '' || cells.length > 0) endLine()
  return lines
}
