import { withLatinDigits } from '../../../../worker/contract/text.ts'

const numbers = ['rows', 'columns', 'rowsTogether', 'columnsTogether', 'width', 'depth', 'aisle', 'stepFree']

/** What the form asks to be drawn; a blank is missing, and what is no number stays one that no schema takes. */
export function drawRequest(typed: (field: string) => string): Record<string, unknown> {
  const numberOf = (field: string) => {
    const latin = withLatinDigits(typed(`draw.${field}`).trim())
    return latin === '' ? undefined : /^\d{1,5}$/.test(latin) ? Number(latin) : 0.5
  }
  return {
    ...Object.fromEntries(numbers.map((field) => [field, numberOf(field)])),
    letter: typed('draw.letter').trim() || undefined,
  }
}
