import type { FieldError } from './codes.ts'
import { idempotencyKeySchema, parse, type Parsed } from './fields.ts'
import { readAnswers, type Answers, type FormFields } from './form.ts'

// A journey is a form of several pages: a start, steps of questions, and the last step, which shows every answer.

/** A field that people do not see and leave empty. */
export const trapField = 'website'

/** What every form of a journey carries beside its answers. */
export interface JourneyForm<Step extends string> {
  answers: Answers
  /** The step that was on the screen; `start` before the first one. */
  step: Step | 'start'
  /** Where a "back" or "change" button leads, whatever the answers are. */
  goto: Step | 'start' | null
  /** Whether the step was opened by "change", so that it leads straight back to the check. */
  isChange: boolean
  idempotencyKey: string | null
  isTrapped: boolean
}

/** Reads any form of a journey; what is missing or tampered with leads to the start or to the first step. */
export function readJourneyForm<Step extends string>(
  steps: readonly Step[],
  fields: FormFields,
  form: FormData,
): JourneyForm<Step> {
  const control = (name: string) => String(form.get(name) ?? '')
  const stepNamed = (name: string) => steps.find((step) => step === name) ?? (name === 'start' ? name : null)
  const key = parse(idempotencyKeySchema, control('idempotencyKey'))
  return {
    answers: readAnswers(fields, form),
    step: stepNamed(control('step')) ?? 'start',
    goto: stepNamed(control('goto')),
    isChange: control('change') === 'true',
    idempotencyKey: key.ok ? key.value : null,
    isTrapped: control(trapField) !== '',
  }
}

export interface NextStep<Step extends string> {
  show: Step
  errors: FieldError[]
  isChange: boolean
}

/** Where a sent form leads: a step, the same step with its errors, or the last POST. */
export type NextPage<Step extends string, Body> =
  { show: 'start' } | NextStep<Step> | { send: Body; idempotencyKey: string }

/** What a journey asks. */
export interface JourneyRules<Step extends string, Body> {
  /** In their order; the last one is the check. */
  steps: readonly Step[]
  /** The fields that each step asks, in the order of the page. */
  fieldsOfStep: Readonly<Record<Step, readonly string[]>>
  read: () => Parsed<Body>
  /** What the schema cannot know of a step's answers. */
  moreErrors: (step: Step) => FieldError[]
}

export function nextOfJourney<Step extends string, Body>(
  form: JourneyForm<Step>,
  rules: JourneyRules<Step, Body>,
): NextPage<Step, Body> {
  const { step, goto, isChange } = form
  const [first] = rules.steps
  const check = rules.steps.at(-1)
  if (first === undefined || check === undefined || goto === 'start') return { show: 'start' }
  if (goto !== null) return { show: goto, errors: [], isChange: step === check }
  if (step === 'start') return { show: first, errors: [], isChange: false }
  const body = rules.read()
  if (step === check) return readyToSend(form, rules, body, check)
  const found = [...(body.ok ? [] : body.errors), ...rules.moreErrors(step)]
  const errors = errorsOfFields(rules.fieldsOfStep[step], found)
  if (errors.length > 0) return { show: step, errors, isChange }
  const next = isChange ? check : (rules.steps[rules.steps.indexOf(step) + 1] ?? check)
  return { show: next, errors: [], isChange: false }
}

function readyToSend<Step extends string, Body>(
  form: JourneyForm<Step>,
  rules: JourneyRules<Step, Body>,
  body: Parsed<Body>,
  check: Step,
): NextPage<Step, Body> {
  if (!body.ok) return firstRefusedStep(rules, body.errors, check)
  const stopped = (field: string, code: FieldError['code']): NextStep<Step> => ({
    show: check,
    errors: [{ field, code }],
    isChange: false,
  })
  if (form.isTrapped) return stopped(trapField, 'not_allowed')
  if (form.idempotencyKey === null) return stopped('idempotencyKey', 'required')
  return { send: body.value, idempotencyKey: form.idempotencyKey }
}

/** One error for each field, in the order of the page. An error of `arrangements.2` belongs to `arrangements`. */
export function errorsOfFields(fields: readonly string[], errors: readonly FieldError[]): FieldError[] {
  return fields.flatMap((field) => {
    const error = errors.find((found) => found.field === field || found.field.startsWith(`${field}.`))
    return error ? [{ field, code: error.code }] : []
  })
}

/** The first step that a refused body leads back to. */
export function firstRefusedStep<Step extends string>(
  { steps, fieldsOfStep }: Pick<JourneyRules<Step, unknown>, 'steps' | 'fieldsOfStep'>,
  errors: readonly FieldError[],
  check: Step,
): NextStep<Step> {
  for (const step of steps) {
    const own = errorsOfFields(fieldsOfStep[step], errors)
    if (own.length > 0) return { show: step, errors: own, isChange: true }
  }
  return { show: check, errors: [...errors], isChange: false }
}
