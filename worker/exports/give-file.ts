import { wordsOf } from '../../content/words.ts'
import type { Language } from '../contract/codes.ts'
import {
  exportColumns,
  type ExportedFile,
  type ExportFormat,
  type ExportName,
  type ExportRow,
} from '../contract/exports.ts'
import type { Staff } from '../desk/staff.ts'
import type { Store } from '../store.ts'
import { recordExport } from './record-export.ts'
import { writeCsv } from './write-csv.ts'
import { writeXlsx } from './write-xlsx.ts'

/** What a file holds: how many rows, and the rows a page after another. */
export interface Content {
  rows: number
  pages: AsyncIterable<ExportRow[]>
}

export interface FileToGive {
  what: ExportName
  format: ExportFormat
  language: Language
  /** The file's name without what follows the dot. */
  name: string
  exhibition: string | null
}

export type GiveFileOutcome = { ok: true; file: ExportedFile } | { ok: false; reason: 'not_signed_in' }

export const titlesOf = (language: Language, what: ExportName): string[] => {
  const titles: Record<string, string> = wordsOf(language).desk.exports.columns
  return exportColumns[what].map((column) => titles[column] ?? column)
}

/** Records who takes the file, then gives what writes it. */
export async function giveFile(
  db: Store,
  staff: Staff,
  { what, format, language, name, exhibition }: FileToGive,
  { rows, pages }: Content,
  now: number,
): Promise<GiveFileOutcome> {
  if (!(await recordExport(db, staff, { file: what, format, exhibition, rows }, now))) {
    return { ok: false, reason: 'not_signed_in' }
  }
  const title = wordsOf(language).desk.exports.files[what].title
  const titles = titlesOf(language, what)
  const bytes = format === 'csv' ? writeCsv(titles, pages) : writeXlsx({ language, title }, titles, pages)
  return { ok: true, file: { name: `${name}.${format}`, format, bytes } }
}
