import type { NeedView } from '../../worker/contract/pledge.ts'
import type { PledgeForm } from '../../worker/contract/pledge-form.ts'
import type { Journey } from '../journeys/journey.ts'

/** What every page of the pledge journey shows and carries on. */
export interface PledgeJourney extends Journey {
  fieldsOfStep: PledgeForm['fieldsOfStep']
  lines: PledgeForm['lines']
  needs: readonly NeedView[]
}

/** What a visit that sends nothing amounts to: the start page, with the need its link named. */
export function formOfVisit({ searchParams }: URL): FormData {
  const form = new FormData()
  form.set('goto', 'start')
  const need = searchParams.get('need') ?? ''
  if (/^[\w-]{1,60}$/.test(need)) form.set('lines.0.need', need)
  return form
}
