import type { FieldError } from '../../worker/contract/codes.ts'
import type { Answers } from '../../worker/contract/form.ts'

/** What every page of a journey shows and carries on. */
export interface Journey {
  /** The fields that each step asks itself; all others it carries hidden. */
  fieldsOfStep: Readonly<Record<string, readonly string[]>>
  answers: Answers
  idempotencyKey: string
  errors: readonly FieldError[]
  isChange: boolean
}

/** 192 random bits; the start page makes it, so that double taps and Back send once. */
export function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(24))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
}

/**
 * Where "back" of a step leads. The step before the check is reached by its "change" and by its "back" alike; from
 * there "back" goes on back.
 */
export function stepBefore(steps: readonly string[], step: string, isChange: boolean): string {
  const position = steps.indexOf(step)
  const check = steps.at(-1)
  const isDetour = isChange && steps[position + 1] !== check
  return (isDetour ? check : steps[position - 1]) ?? 'start'
}
