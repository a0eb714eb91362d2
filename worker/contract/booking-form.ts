import { bookStallSchema, type BookStall } from './booking.ts'
import type { ExhibitionMode, FieldError, Language } from './codes.ts'
import { parse } from './fields.ts'
import { answerTo, bodyOf, type FormFields } from './form.ts'
import {
  firstRefusedStep,
  nextOfJourney,
  readJourneyForm,
  type JourneyForm,
  type NextPage,
  type NextStep,
} from './journey-form.ts'

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

export type BookingForm = JourneyForm<BookingStep>

/** Reads any form of the journey; what is missing or tampered with leads to the start or to the first step. */
export const readBookingForm = (form: FormData): BookingForm => readJourneyForm(bookingSteps, fieldKinds, form)

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

/** Where a sent form leads: a step, the same step with its errors, or the claim. */
export const nextPage = (
  form: BookingForm,
  ground: BookingGround,
  language: Language,
): NextPage<BookingStep, BookStall> =>
  nextOfJourney(form, {
    steps: bookingSteps,
    fieldsOfStep,
    read: () => parse(bookStallSchema, bookingBody(form, ground, language)),
    moreErrors: (step) => (step === 'stall' ? placeErrors(form, ground) : []),
  })

/** The step that a refused booking leads back to. */
export const refusedStep = (errors: readonly FieldError[]): NextStep<BookingStep> =>
  firstRefusedStep({ steps: bookingSteps, fieldsOfStep }, errors, 'check')

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
