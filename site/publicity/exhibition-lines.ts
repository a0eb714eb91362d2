import { fill, wordsOf } from '../../content/words.ts'
import type { Language } from '../../worker/contract/codes.ts'
import { formatDays, formatHijri } from '../../worker/contract/dates.ts'
import type { ExhibitionDetail } from '../../worker/contract/exhibition.ts'
import { clockTime, governorateName } from '../exhibitions/exhibition-words.ts'

/** What a poster and a card print of an exhibition. */
export interface ExhibitionLines {
  title: string
  days: string
  hijri: string
  hours: string
  place: string
  /** All of it in one sentence: for whoever cannot see it, and to send along with it. */
  sentence: string
}

export function linesOf(language: Language, exhibition: ExhibitionDetail): ExhibitionLines {
  const { publicity, exhibitions, awareness } = wordsOf(language)
  const { startsOn, endsOn, hours } = exhibition
  const title = exhibition.title[language]
  const days = formatDays(language, startsOn, endsOn)
  const place = fill(awareness.place, {
    place: exhibition.venue[language],
    governorate: governorateName(language, exhibition.governorate),
  })
  return {
    title,
    days,
    place,
    hijri: fill(exhibitions.hijri, { date: formatHijri(language, startsOn) }),
    hours: fill(exhibitions.hours, {
      opens: clockTime(language, hours.opens),
      closes: clockTime(language, hours.closes),
    }),
    sentence: fill(publicity.sentence, { title, days, place }),
  }
}
