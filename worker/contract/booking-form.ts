import { bookStallSchema, type BookStall } from './booking.ts'
import { idempotencyKeySchema, parse } from './fields.ts'
import type { ExhibitionMode, FieldError, Language } from './codes.ts'
import { answerTo, bodyOf, readAnswers, type Answers, type FormFields } from './form.ts'

export const bookingSteps = ['applicant', 'product', 'arrangements', 'stall', 'check'] as const
export type BookingStep = (typeof bookingSteps)[number]

const delegateFields = ['delegate.organisation', 'delegate.name', 'delegate.phone', 'delegate.familyLabel'] as const

/** The fields that each step asks, in the order of the page. */
export const fieldsOfStep = {
  applicant: [
    'applicant.kind',
    'applicant.name',
    'applicant.wilayat',
    'applicant.phone',
    'applicant.email',
    ...delegateFields,
  ],
  product: ['product.category', 'product.tradeName', 'product.description', 'product.listPublicly'],
  arrangements: ['arrangements'],
  stall: ['stall', 'zones', 'joinWaitlist'],
  check: ['consent'],
} as const satisfies Record<BookingStep, readonly string[]>

const fieldKinds: FormFields = {
  ...Object.fromEntries(
    Object.values(fieldsOfStep)
      .flat()
      .map((name) => [name, 'text'] as const),
  ),
  'product.listPublicly': 'flag',
  arrangements: 'list',
  zones: 'list',
  joinWaitlist: 'flag',
}

/** The radio's value that asks for no stall in particular; codes of stalls are written in capitals. */
export const anyStall = 'any'

/** A field that people do not see and leave empty. */
export const trapField = 'website'

/** What every form of the journey carries beside its answers. */
export interface BookingForm {
  answers: Answers
  /** The step that was on the screen; `start` before the first one. */
  step: BookingStep | 'start'
  /** Where a "back" or "change" button leads, whatever the answers are. */
  goto: BookingStep | 'start' | null
  /** Whether the step was opened by "change", so that it leads straight back to the check. */
  isChange: boolean
  idempotencyKey: string | null
  isTrapped: boolean
}

const isStep = (text: string): text is BookingStep => (bookingSteps as readonly string[]).includes(text)
const isStepOrStart = (text: string): text is BookingStep | 'start' => text === 'start' || isStep(text)

/** Reads any form of the journey; what is missing or tampered with leads to the start or to the first step. */
export function readBookingForm(form: FormData): BookingForm {
  const control = (name: string) => String(form.get(name) ?? '')
  const key = parse(idempotencyKeySchema, control('idempotencyKey'))
  const [step, goto] = [control('step'), control('goto')]
  return {
    answers: readAnswers(fieldKinds, form),
    step: isStepOrStart(step) ? step : 'start',
    goto: isStepOrStart(goto) ? goto : null,
    isChange: control('change') === 'true',
    idempotencyKey: key.ok ? key.value : null,
    isTrapped: control(trapField) !== '',
  }
}

/** What of an exhibition a form is read against. */
export interface BookingGround {
  mode: ExhibitionMode
  zones: readonly { id: string }[]
  stalls: readonly { code: string; state: 'free' | 'taken' | 'withheld' }[]
}

export const isFull = ({ mode, stalls }: BookingGround): boolean =>
  mode === 'first_come' && stalls.every((stall) => stall.state !== 'free')

/** The body that the API would have been sent. Blank delegate fields mean that nobody books for a family. */
export function bookingBody({ answers }: BookingForm, { mode }: BookingGround, language: Language): object {
  const {
    applicant = {},
    product = {},
    arrangements,
    delegate,
    stall,
    zones,
    joinWaitlist,
    consent,
  } = bodyOf(fieldKinds, answers)
  const isForFamily = delegateFields.some((field) => answerTo(answers, field).trim() !== '')
  const place = mode === 'ballot' ? { zones } : { stall: stall === anyStall ? null : stall, joinWaitlist }
  return {
    applicant,
    product,
    arrangements,
    ...place,
    delegate: isForFamily ? delegate : null,
    language,
    // The box's value is the version of the text beside it.
    consent: consent === undefined ? undefined : { version: consent, accepted: true },
  }
}

export interface NextStep {
  show: BookingStep
  errors: FieldError[]
  isChange: boolean
}
export type NextPage = { show: 'start' } | NextStep | { send: BookStall; idempotencyKey: string }

const showing = (show: BookingStep, errors: FieldError[] = [], isChange = false): NextStep => ({
  show,
  errors,
  isChange,
})

/** Where a sent form leads: a step, the same step with its errors, or the claim. */
export function nextPage(form: BookingForm, ground: BookingGround, language: Language): NextPage {
  const { step, goto, isChange } = form
  if (goto === 'start') return { show: 'start' }
  if (goto !== null) return showing(goto, [], step === 'check')
  if (step === 'start') return showing('applicant')
  const body = parse(bookStallSchema, bookingBody(form, ground, language))
  if (step === 'check') return readyToSend(form, body)
  const found = [...(body.ok ? [] : body.errors), ...(step === 'stall' ? placeErrors(form, ground) : [])]
  const errors = errorsOfStep(step, found)
  if (errors.length > 0) return showing(step, errors, isChange)
  return showing(isChange ? 'check' : (bookingSteps[bookingSteps.indexOf(step) + 1] ?? 'check'))
}

function readyToSend(form: BookingForm, body: ReturnType<typeof parse<typeof bookStallSchema>>): NextPage {
  if (!body.ok) return firstRefusedStep(body.errors)
  if (form.isTrapped) return showing('check', [{ field: trapField, code: 'not_allowed' }])
  if (form.idempotencyKey === null) return showing('check', [{ field: 'idempotencyKey', code: 'required' }])
  return { send: body.value, idempotencyKey: form.idempotencyKey }
}

/** What the schema cannot know: whether a choice was made, and whether it belongs to this exhibition. */
function placeErrors({ answers }: BookingForm, ground: BookingGround): FieldError[] {
  if (ground.mode === 'ballot') {
    const isKnown = (zone: string) => ground.zones.some(({ id }) => id === zone)
    return (answers.get('zones') ?? []).every((zone) => zone === '' || isKnown(zone))
      ? []
      : [{ field: 'zones', code: 'unknown' }]
  }
  const stall = answerTo(answers, 'stall')
  if (isFull(ground) && answerTo(answers, 'joinWaitlist') !== 'true')
    return [{ field: 'joinWaitlist', code: 'required' }]
  if (stall === '') return [{ field: 'stall', code: 'required' }]
  const isKnown = stall === anyStall || ground.stalls.some(({ code }) => code === stall.trim().toUpperCase())
  return isKnown ? [] : [{ field: 'stall', code: 'unknown' }]
}

/** The field of the form that an error of the body belongs to: `arrangements.2` is `arrangements`. */
const formField = (field: string): string =>
  Object.keys(fieldKinds).find((name) => field === name || field.startsWith(`${name}.`)) ?? field

/** One error for each field of a step, in the order of the page. */
export function errorsOfStep(step: BookingStep, errors: readonly FieldError[]): FieldError[] {
  return fieldsOfStep[step].flatMap((field) => {
    const error = errors.find((candidate) => formField(candidate.field) === field)
    return error ? [{ field, code: error.code }] : []
  })
}

/** The first step that a refused body leads back to. */
export function firstRefusedStep(errors: readonly FieldError[]): NextStep {
  for (const step of bookingSteps) {
    const own = errorsOfStep(step, errors)
    if (own.length > 0) return showing(step, own, true)
  }
  return showing('check', [...errors])
}
