import { fill, wordsOf } from '../../content/words.ts'
import type { Language } from '../../worker/contract/codes.ts'
import type { ExhibitionDetail, ListedExhibition } from '../../worker/contract/exhibition.ts'
import { clockTime, governorateName, whatNext } from '../exhibitions/exhibition-words.ts'

/**
 * An exhibition as a calendar's event: the same event, by its uid, in every file that has it; one that was read whole says
 * its hours and its description.
 */
export function exhibitionEvent(
  language: Language,
  exhibition: ListedExhibition | ExhibitionDetail,
  { siteUrl, now }: { siteUrl: string; now: number },
) {
  const { exhibitions, site, awareness } = wordsOf(language)
  const { slug } = exhibition
  const address = new URL(`/${language}/exhibitions/${slug}/`, siteUrl)
  const title = exhibition.title[language]
  const hoursOf = ({ opens, closes }: ExhibitionDetail['hours']) =>
    fill(exhibitions.hours, { opens: clockTime(language, opens), closes: clockTime(language, closes) })
  const governorate = governorateName(language, exhibition.governorate)
  const isCancelled = exhibition.state === 'cancelled'
  const about =
    'hours' in exhibition
      ? [isCancelled && exhibitions.cancelled, hoursOf(exhibition.hours), exhibition.description[language]]
      : [whatNext(language, exhibition), fill(awareness.exhibitionAbout, { governorate })]
  return {
    uid: `${slug}@${address.hostname}`,
    stampUtc: now,
    title: exhibition.isDemonstration ? fill(awareness.marked, { mark: site.demonstration, title }) : title,
    place: exhibition.venue[language],
    description: about.filter(Boolean).join('\n'),
    url: address.href,
    startsOn: exhibition.startsOn,
    endsOn: exhibition.endsOn,
    isCancelled,
  }
}
