import { fill, wordsOf } from '../../content/words.ts'
import type { Language } from '../../worker/contract/codes.ts'
import { clockTime, governorateName } from '../exhibitions/exhibition-words.ts'
import type { Gathering } from './gathering.ts'

/** A gathering as a calendar's event. One of several days takes whole days, its hours in the description. */
export function gatheringEvent(
  language: Language,
  gathering: Gathering,
  { siteUrl, now }: { siteUrl: string; now: number },
) {
  const { awareness, site } = wordsOf(language)
  const { slug, startsOn, endsOn, opensAt, closesAt, sample } = gathering
  const address = new URL(`/${language}/calendar/#${slug}`, siteUrl)
  const hours = fill(awareness.hours, {
    opens: clockTime(language, opensAt),
    closes: clockTime(language, closesAt),
  })
  const title = gathering.title[language]
  return {
    uid: `calendar-${slug}@${address.hostname}`,
    stampUtc: now,
    title: sample ? fill(awareness.marked, { mark: site.demonstration, title }) : title,
    place: fill(awareness.place, {
      place: gathering.place[language],
      governorate: governorateName(language, gathering.governorate),
    }),
    description: `${hours}\n${gathering.about[language]}`,
    url: address.href,
    startsOn,
    endsOn,
    ...(startsOn === endsOn && { hours: { opensAt, closesAt } }),
  }
}
