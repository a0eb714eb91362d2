import type { FieldError } from './codes.ts'
import { answerTo, type Answers } from './form.ts'
import { pledgeLinesMax } from './limits.ts'
import { unitsOf } from './pledge-codes.ts'
import type { NeedView } from './pledge.ts'
import { withLatinDigits } from './text.ts'

// The lines of a pledge as a form types them: `lines.0.kind`, with buttons that add one and take one away.

/** What is asked of each line, in the order of the page. `n` is the number of a line that is there already. */
export const lineFields = ['n', 'need', 'kind', 'quantity', 'unit', 'dueOn', 'note'] as const
export type LineField = (typeof lineFields)[number]
/** One line as it was typed. */
export type TypedLine = Record<LineField, string>

/** What the lines are read against. */
export interface PledgeGround {
  needs: readonly NeedView[]
  /** Asia/Muscat. */
  today: string
}

const fieldsOfLine = (index: number) => lineFields.map((field) => `lines.${index}.${field}`)

export const fieldsOfLines = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => fieldsOfLine(index)).flat()

export const blankLine: TypedLine = { n: '', need: '', kind: '', quantity: '', unit: '', dueOn: '', note: '' }
const isBlank = (line: TypedLine) => lineFields.every((field) => line[field].trim() === '')

/** Whether a need can still be answered. */
export const isAnswerable = ({ state }: NeedView): boolean => state === 'open' || state === 'partly_met'

/**
 * The lines of a form. The button `line` is `add`, or `remove-2` for the third line: then the page is shown again as it
 * was typed. `isTyped` says that people have seen them.
 */
export function readLines(
  answers: Answers,
  button: string,
  needs: readonly NeedView[],
  isTyped: boolean,
): { lines: TypedLine[]; isEditing: boolean } {
  const isEditing = button !== ''
  const typed = typedLines(answers).filter((_, index) => button !== `remove-${index}`)
  // A line that was added and left blank is none, as long as there is another.
  const kept = isEditing ? typed : typed.filter((line, index) => index === 0 || !isBlank(line))
  const lines = (kept.length > 0 ? kept : [blankLine]).map((line) => fromNeed(line, needs, isTyped))
  if (button === 'add' && lines.length < pledgeLinesMax) lines.push(blankLine)
  return { lines, isEditing }
}

function typedLines(answers: Answers): TypedLine[] {
  const places = Array.from({ length: pledgeLinesMax }, (_, index) => index)
  const asked = places.filter((index) => fieldsOfLine(index).some((field) => answers.has(field)))
  return asked.map((index) => {
    const line = { ...blankLine }
    for (const field of lineFields) line[field] = answerTo(answers, `lines.${index}.${field}`)
    return line
  })
}

/** What a need says already need not be asked; the quantity it lacks is proposed before the line is first shown. */
function fromNeed(line: TypedLine, needs: readonly NeedView[], isTyped: boolean): TypedLine {
  const need = needs.find(({ id }) => id === line.need)
  if (!need || line.kind !== '' || line.unit !== '') return line
  const remaining = Math.max(0, need.asked - need.promised)
  const quantity = isTyped || line.quantity !== '' || remaining === 0 ? line.quantity : String(remaining)
  return { ...line, kind: need.kind, unit: need.unit, quantity }
}

/** The lines numbered from 0 without gaps, so that the fields follow the page. */
export function withLines(answers: Answers, lines: readonly TypedLine[]): Answers {
  const others = [...answers].filter(([name]) => !name.startsWith('lines.'))
  const own = lines.flatMap((line, index) =>
    lineFields.map((field): [string, string[]] => [`lines.${index}.${field}`, [line[field]]]),
  )
  return new Map([...others, ...own])
}

/** A day as people write it (1/2/2027, 2027-2-1, in any digits) as `YYYY-MM-DD`; anything else as it is. */
export function dayTyped(text: string): string {
  const bare = withLatinDigits(text).replace(/[\s\u061C\u200E\u200F\u2066-\u2069]/g, '')
  const byYear = /^(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})$/.exec(bare)
  const byDay = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(bare)
  const [year, month, day] = byYear ? byYear.slice(1) : byDay ? byDay.slice(1).toReversed() : []
  return year && month && day ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : bare
}

/** What the schema cannot know: whether a day lies ahead, and whether a need can be answered with this. */
export function lineGroundErrors(lines: readonly TypedLine[], { needs, today }: PledgeGround): FieldError[] {
  return lines.flatMap((line, index): FieldError[] => {
    const due = dayTyped(line.dueOn)
    const isPast = /^\d{4}-\d{2}-\d{2}$/.test(due) && due <= today
    const code = needFault(line, needs)
    return [
      ...(isPast ? [{ field: `lines.${index}.dueOn`, code: 'out_of_range' } as const] : []),
      ...(code ? [{ field: `lines.${index}.need`, code } as const] : []),
    ]
  })
}

function needFault(line: TypedLine, needs: readonly NeedView[]): FieldError['code'] | null {
  if (line.need === '') return null
  const need = needs.find(({ id }) => id === line.need)
  if (!need) return 'unknown'
  if (!isAnswerable(need)) return 'not_allowed'
  if (need.kind !== line.kind) return 'wrong_format'
  // A unit that the kind does not have is said at the unit.
  const hasUnit = (unitsOf[need.kind] as readonly string[]).includes(line.unit)
  return need.unit === line.unit || !hasUnit ? null : 'wrong_format'
}
