import { fieldsOfStep } from '../../worker/contract/booking-form.ts'
import type { ExhibitionDetail } from '../../worker/contract/exhibition.ts'
import type { Journey } from '../journeys/journey.ts'

/** What every page of the booking journey shows and carries on. */
export interface BookingJourney extends Journey {
  fieldsOfStep: typeof fieldsOfStep
  exhibition: ExhibitionDetail
}

/** What a visit that sends nothing amounts to: the start page, with the stall its link named. */
export function formOfVisit({ searchParams }: URL): FormData {
  const form = new FormData()
  form.set('goto', 'start')
  const stall = searchParams.get('stall') ?? ''
  form.set('stall', /^[\p{L}\p{N}-]{1,20}$/u.test(stall) ? stall : '')
  return form
}
