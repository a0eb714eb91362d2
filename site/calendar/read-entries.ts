import { getCollection, type CollectionEntry } from 'astro:content'
import { addDays } from '../../worker/contract/dates.ts'
import type { Gathering } from './gathering.ts'

/** A plan for a year, as it was published. */
type Plan = Extract<CollectionEntry<'calendar'>['data'], { kind: 'plan' }>

/** A demonstration counts its days from today: `today+9`. */
const dayOf = (written: string, today: string): string =>
  written.startsWith('today') ? addDays(today, Number(written.slice('today'.length))) : written

/** What content/calendar holds: gatherings in order of time, and plans that are history. */
export async function readEntries(today: string): Promise<{ gatherings: Gathering[]; plans: Plan[] }> {
  const entries = await getCollection('calendar')
  const gatherings = entries.flatMap(({ id, data }): Gathering[] =>
    data.kind === 'plan'
      ? []
      : [{ ...data, slug: id, startsOn: dayOf(data.startsOn, today), endsOn: dayOf(data.endsOn, today) }],
  )
  return {
    gatherings: gatherings.sort((one, other) => one.startsOn.localeCompare(other.startsOn)),
    plans: entries.flatMap(({ data }) => (data.kind === 'plan' ? [data] : [])),
  }
}
