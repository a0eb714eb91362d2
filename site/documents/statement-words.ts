import { wordsOf } from '../../content/words.ts'
import type { Language } from '../../worker/contract/codes.ts'
import { csvFile } from '../../worker/contract/csv.ts'
import type { Statement, StatementLine } from '../../worker/contract/pledge-readings.ts'
import { governorateName } from '../exhibitions/exhibition-words.ts'

/** The columns of a statement's file, in their order; each is explained on the statement's page. */
export const statementColumns = [
  'pledge',
  'kind',
  'unit',
  'quantity',
  'received',
  'receivedOn',
  'sustained',
  'governorate',
  'need',
  'exhibition',
] as const

function cellsOf(language: Language, line: StatementLine): (string | number)[] {
  const { codes } = wordsOf(language)
  return [
    line.pledge,
    codes.lineKind[line.kind],
    codes.lineUnit[line.unit],
    line.quantity,
    line.received,
    line.receivedOn,
    line.sustained ?? '',
    line.governorate ? governorateName(language, line.governorate) : '',
    line.need?.[language] ?? '',
    line.exhibition?.[language] ?? '',
  ]
}

/** A statement as a file for a spreadsheet. */
export function statementCsv(language: Language, { lines }: Statement): string {
  const { fileColumns } = wordsOf(language).documents.statement
  return csvFile([
    statementColumns.map((column) => fileColumns[column]),
    ...lines.map((line) => cellsOf(language, line)),
  ])
}
