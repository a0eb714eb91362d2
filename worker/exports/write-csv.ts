import type { ExportRow } from '../contract/exports.ts'

// Excel reads a CSV file as UTF-8 only behind this mark.
const byteOrderMark = '\uFEFF'

/** A cell that a spreadsheet would calculate begins with a quote, and is a text again. */
const isFormula = /^[\s\u2066-\u2069\u200E\u200F]*[=+\-@\t\r]/

/** A text in which both directions meet is isolated, or its parts change places with its neighbours'. */
const isMixed = (text: string) => /[\u0590-\u08FF]/.test(text) && /[A-Za-z0-9]/.test(text)

function cell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const safe = isFormula.test(value) ? `'${value}` : isMixed(value) ? `\u2068${value}\u2069` : value
  return /[",\r\n;]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

const line = (row: ExportRow) => `${row.map(cell).join(',')}\r\n`

/** A CSV file for Excel, a page of rows after another. */
export async function* writeCsv(titles: ExportRow, pages: AsyncIterable<ExportRow[]>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  yield encoder.encode(byteOrderMark + line(titles))
  for await (const rows of pages) yield encoder.encode(rows.map(line).join(''))
}
