import type { FieldError } from './codes.ts'
import { parse, type Parsed } from './fields.ts'
import { answerTo, readAnswers, type FormFields } from './form.ts'
import { errorsOfFields } from './journey-form.ts'
import { pledgeLinesMax } from './limits.ts'
import { proposeChangeSchema, type NeedView, type PledgeLineView, type ProposeChange } from './pledge.ts'
import { blankLine, dayTyped, fieldsOfLines, readLines, type TypedLine } from './typed-lines.ts'

const fieldKinds: FormFields = Object.fromEntries(
  [...fieldsOfLines(pledgeLinesMax), 'note', 'version'].map((name) => [name, 'text'] as const),
)

/** The form that proposes what the open lines of a pledge should become. */
export interface ChangeForm {
  lines: TypedLine[]
  note: string
  isEditing: boolean
}

/** The form as a pledge's open lines fill it in. */
export const changeFormOf = (open: readonly PledgeLineView[]): ChangeForm => ({
  lines: open.map(({ n, need, kind, quantity, unit, dueOn }) => ({
    ...blankLine,
    n: String(n),
    need: need ?? '',
    kind,
    quantity: String(quantity),
    unit,
    dueOn,
  })),
  note: '',
  isEditing: false,
})

export function readChangeForm(form: FormData, needs: readonly NeedView[]): ChangeForm & { version: number | null } {
  const answers = readAnswers(fieldKinds, form)
  const version = Number(answerTo(answers, 'version'))
  return {
    ...readLines(answers, String(form.get('line') ?? ''), needs, true),
    note: answerTo(answers, 'note'),
    version: Number.isInteger(version) && version > 0 ? version : null,
  }
}

/** The body that the API would have been sent. */
export const readChange = ({ lines, note, version }: ReturnType<typeof readChangeForm>): Parsed<ProposeChange> =>
  parse(proposeChangeSchema, {
    lines: lines.map((line) => ({ ...line, dueOn: dayTyped(line.dueOn) })),
    note,
    version,
  })

/** One error for each field of the form, in the order of the page; what is wrong of all the lines stays by itself. */
export function errorsOfChange({ lines }: ChangeForm, errors: readonly FieldError[]): FieldError[] {
  const ofAll = errors.filter(({ field }) => field === 'lines')
  return [...ofAll, ...errorsOfFields([...fieldsOfLines(lines.length), 'note'], errors)]
}
