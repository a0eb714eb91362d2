import type { FieldError } from '../../worker/contract/codes.ts'
import type { ExhibitionDetail } from '../../worker/contract/exhibition.ts'
import type { Answers } from '../../worker/contract/form.ts'

/** What every page of the booking journey shows and carries on. */
export interface Journey {
  exhibition: ExhibitionDetail
  answers: Answers
  idempotencyKey: string
  errors: readonly FieldError[]
  isChange: boolean
}

/** 192 random bits; the start page makes it, so that double taps and Back make one booking. */
export function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(24))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
}

/** What a visit that sends nothing amounts to: the start page, with the stall its link named. */
export function formOfVisit({ searchParams }: URL): FormData {
  const form = new FormData()
  form.set('goto', 'start')
  const stall = searchParams.get('stall') ?? ''
  form.set('stall', /^[\p{L}\p{N}-]{1,20}$/u.test(stall) ? stall : '')
  return form
}
