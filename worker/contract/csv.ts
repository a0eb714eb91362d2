// Spreadsheets: a byte order mark for Excel, and no cell that a spreadsheet would run.

export const byteOrderMark = '\ufeff'

/** One cell: quoted where it must be, and never a formula, whatever stands at its beginning. */
export function csvCell(value: string | number): string {
  const text = String(value)
  const isFormula = typeof value === 'string' && /^[\u2066-\u2069\s]*[=+\-@]/.test(text)
  const safe = isFormula ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export const csvLine = (cells: readonly (string | number)[]): string => `${cells.map(csvCell).join(',')}\r\n`

/** A whole file; the first line names the columns. */
export const csvFile = (lines: readonly (readonly (string | number)[])[]): string =>
  byteOrderMark + lines.map(csvLine).join('')
