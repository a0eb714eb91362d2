import { bodyOf, readAnswers, type Answers, type FormFields } from './form.ts'

const fields: FormFields = {
  'title.ar': 'text',
  'title.en': 'text',
  kind: 'text',
  unit: 'text',
  asked: 'text',
  governorate: 'text',
  exhibition: 'text',
  outlet: 'text',
  by: 'text',
}

export const readNeedForm = (form: FormData): Answers => readAnswers(fields, form)

/** The body that the API would have been sent. */
export const needBody = (answers: Answers): Record<string, unknown> => bodyOf(fields, answers)

/** What a form shows at first of a need that is there. */
export const answersOf = (values: Record<string, string | number | null>): Answers =>
  new Map(Object.entries(values).map(([name, value]) => [name, [value === null ? '' : String(value)]]))
