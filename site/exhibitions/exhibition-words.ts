import { counted, fill, wordsOf } from '../../content/words.ts'
import type { ExhibitionState, Language } from '../../worker/contract/codes.ts'
import { formatDay, formatInstant } from '../../worker/contract/dates.ts'
import type { ListedExhibition } from '../../worker/contract/exhibition.ts'
import { governorates } from '../../worker/contract/places.ts'
import type { TagTone } from '../ui/tag-tone.ts'

const tones: Record<ExhibitionState, TagTone> = {
  draft: 'quiet',
  published: 'wait',
  open: 'go',
  closed: 'quiet',
  frozen: 'wait',
  drawn: 'wait',
  live: 'go',
  finished: 'quiet',
  cancelled: 'stop',
}

export const toneOf = (state: ExhibitionState): TagTone => tones[state]

export function governorateName(language: Language, id: string): string {
  return governorates.find((governorate) => governorate.id === id)?.[language] ?? ''
}

/** What a visitor needs to know next about an exhibition, in one sentence. */
export function whatNext(language: Language, exhibition: ListedExhibition): string {
  const words = wordsOf(language).exhibitions
  const opens = formatInstant(language, exhibition.bookingOpensAt)
  const closes = formatInstant(language, exhibition.bookingClosesAt)
  const lastDay = formatDay(language, exhibition.endsOn)
  const sentences: Record<ExhibitionState, string> = {
    draft: '',
    published: fill(words.opensAt, { time: opens }),
    open: fill(exhibition.mode === 'ballot' ? words.entriesUntil : words.openUntil, { time: closes }),
    closed: fill(words.closedAt, { time: closes }),
    frozen: words.awaitingDraw,
    drawn: words.drawDone,
    live: fill(words.liveUntil, { day: lastDay }),
    finished: fill(words.finishedOn, { day: lastDay }),
    cancelled: words.cancelled,
  }
  return sentences[exhibition.state]
}

/** Only a first-come exhibition has a number of stalls left that means anything, and only while it is open. */
export const countsDown = (exhibition: ListedExhibition): boolean =>
  exhibition.mode === 'first_come' && exhibition.state === 'open'

/** «بقي 18 ركنًا من 48» while stalls are being claimed, else how many the hall has. */
export function stallCount(language: Language, exhibition: ListedExhibition): string {
  const words = wordsOf(language).exhibitions
  if (!countsDown(exhibition)) return counted(language, words.total, exhibition.stallsTotal)
  return counted(language, words.free, exhibition.stallsFree, { total: exhibition.stallsTotal })
}

const isOver = (exhibition: ListedExhibition, today: string): boolean =>
  exhibition.state === 'finished' || exhibition.endsOn < today

/** The exhibitions still to come, soonest first, and the past ones, latest first. */
export function byTime(
  exhibitions: ListedExhibition[],
  today: string,
): { upcoming: ListedExhibition[]; past: ListedExhibition[] } {
  const soonest = [...exhibitions].sort((a, b) => (a.startsOn < b.startsOn ? -1 : 1))
  return {
    upcoming: soonest.filter((exhibition) => !isOver(exhibition, today)),
    past: soonest.filter((exhibition) => isOver(exhibition, today)).reverse(),
  }
}

/** Whether visitors choose their own stall now. */
export const isChoosing = countsDown

/** `16:00` as people say it: «4:00 م». */
export function clockTime(language: Language, time: string): string {
  const locale = language === 'ar' ? 'ar-OM-u-nu-latn' : 'en-GB'
  const format = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit', hour12: true, timeZone: 'UTC' })
  return format.format(Date.parse(`1970-01-01T${time}:00Z`))
}
