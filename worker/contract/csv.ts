// Spreadsheets: a byte order mark for Excel, and no cell that a spreadsheet would run.

export const byteOrderMark = '\ufeff'

// An Excel whose lists are separated by semicolons splits a cell there too, and a line break begins a row.
const formulaStart = /(^|[;,\t\r\n])([\s\u2066-\u2069\u200E\u200F]*)(?=[=+\-@])|^(?=[\t\r])/g

/** One cell: quoted where it must be, and never a formula, wherever a spreadsheet splits it. Null is an empty cell. */
export function csvCell(value: string | number | null): string {
  if (typeof value !== 'string') return value === null ? '' : String(value)
  const safe = value.replace(formulaStart, (_, separator = '', blanks = '') => `${separator}'${blanks}`)
  return /[",;\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export const csvLine = (cells: readonly (string | number | null)[]): string => `${cells.map(csvCell).join(',')}\r\n`

/** A whole file; the first line names the columns. */
export const csvFile = (lines: readonly (readonly (string | number)[])[]): string =>
  byteOrderMark + lines.map(csvLine).join('')
