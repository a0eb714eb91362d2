import { byteOrderMark, csvLine } from '../contract/csv.ts'
import type { ExportRow } from '../contract/exports.ts'

/** A text in which both directions meet is isolated, or its parts change places with its neighbours'. */
const isMixed = (value: ExportRow[number]): value is string =>
  typeof value === 'string' && /[\u0590-\u08FF]/.test(value) && /[A-Za-z0-9]/.test(value)

const line = (row: ExportRow) => csvLine(row.map((value) => (isMixed(value) ? `\u2068${value}\u2069` : value)))

/** A CSV file for Excel, a page of rows after another. */
export async function* writeCsv(titles: ExportRow, pages: AsyncIterable<ExportRow[]>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  yield encoder.encode(byteOrderMark + line(titles))
  for await (const rows of pages) yield encoder.encode(rows.map(line).join(''))
}
