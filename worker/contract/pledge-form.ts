import type { FieldError, Language } from './codes.ts'
import { parse } from './fields.ts'
import { bodyOf, type FormFields } from './form.ts'
import {
  firstRefusedStep,
  nextOfJourney,
  readJourneyForm,
  type JourneyForm,
  type NextPage,
  type NextStep,
} from './journey-form.ts'
import { pledgeLinesMax } from './limits.ts'
import { makePledgeSchema, type MakePledge } from './pledge.ts'
import {
  dayTyped,
  fieldsOfLines,
  lineGroundErrors,
  readLines,
  withLines,
  type PledgeGround,
  type TypedLine,
} from './typed-lines.ts'

export const pledgeSteps = ['company', 'lines', 'naming', 'check'] as const
export type PledgeStep = (typeof pledgeSteps)[number]

const companyFields = [
  'company.name.ar',
  'company.name.en',
  'company.registration',
  'company.sector',
  'company.contactName',
  'company.email',
  'company.phone',
]
const fieldKinds: FormFields = {
  ...Object.fromEntries(
    [...companyFields, ...fieldsOfLines(pledgeLinesMax), 'naming', 'consent'].map((name) => [name, 'text'] as const),
  ),
  showAmounts: 'flag',
}

export interface PledgeForm extends JourneyForm<PledgeStep> {
  lines: TypedLine[]
  fieldsOfStep: Readonly<Record<PledgeStep, readonly string[]>>
  /** Whether a line was added or taken away: the step is shown again, as it was typed. */
  isEditing: boolean
}

/** Reads any form of the journey. */
export function readPledgeForm(form: FormData, { needs }: PledgeGround): PledgeForm {
  const read = readJourneyForm(pledgeSteps, fieldKinds, form)
  const isTyped = read.step === 'lines'
  const { lines, isEditing } = readLines(read.answers, isTyped ? String(form.get('line') ?? '') : '', needs, isTyped)
  return {
    ...read,
    goto: isEditing ? null : read.goto,
    answers: withLines(read.answers, lines),
    lines,
    fieldsOfStep: {
      company: companyFields,
      lines: fieldsOfLines(lines.length),
      naming: ['naming', 'showAmounts'],
      check: ['consent'],
    },
    isEditing,
  }
}

/** The body that the API would have been sent. */
export function pledgeBody({ answers, lines }: PledgeForm, language: Language): object {
  const { company, naming, showAmounts, consent } = bodyOf(fieldKinds, answers)
  return {
    company: { name: {}, ...(typeof company === 'object' ? company : {}) },
    lines: lines.map((line) => ({ ...line, dueOn: dayTyped(line.dueOn) })),
    naming: naming === '' ? undefined : naming,
    showAmounts,
    language,
    // The box's value is the version of the text beside it.
    consent: consent === undefined ? undefined : { version: consent, accepted: true },
  }
}

/** Where a sent form leads: a step, the same step with its errors, or the pledge. */
export function nextPledgePage(
  form: PledgeForm,
  ground: PledgeGround,
  language: Language,
): NextPage<PledgeStep, MakePledge> {
  if (form.isEditing) return { show: 'lines', errors: [], isChange: form.isChange }
  return nextOfJourney(form, {
    steps: pledgeSteps,
    fieldsOfStep: form.fieldsOfStep,
    read: () => parse(makePledgeSchema, pledgeBody(form, language)),
    moreErrors: (step) => (step === 'lines' ? lineGroundErrors(form.lines, ground) : []),
  })
}

/** The step that a refused pledge leads back to. */
export const refusedPledgeStep = (form: PledgeForm, errors: readonly FieldError[]): NextStep<PledgeStep> =>
  firstRefusedStep({ steps: pledgeSteps, fieldsOfStep: form.fieldsOfStep }, errors, 'check')
