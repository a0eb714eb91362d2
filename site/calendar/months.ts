import type { Language } from '../../worker/contract/codes.ts'
import type { ListedExhibition } from '../../worker/contract/exhibition.ts'
import type { Gathering } from './gathering.ts'

/** One line of the calendar. */
export type Entry = { kind: 'exhibition'; of: ListedExhibition } | { kind: Gathering['kind']; of: Gathering }

export interface Month {
  /** `YYYY-MM` */
  month: string
  entries: Entry[]
}

const daysOf = (entry: Entry): string => `${entry.of.startsOn} ${entry.of.endsOn}`

/** Entries under the months they begin in; what is on already stands under the present one. */
function grouped(entries: Entry[], earliest = ''): Month[] {
  const months = new Map<string, Entry[]>()
  for (const entry of entries) {
    const starts = entry.of.startsOn.slice(0, 7)
    const month = starts < earliest ? earliest : starts
    months.set(month, [...(months.get(month) ?? []), entry])
  }
  return [...months].map(([month, list]) => ({ month, entries: list }))
}

/** What is on or to come, soonest first, and what is past, latest first. */
export function byMonth(entries: Entry[], today: string): { coming: Month[]; past: Month[] } {
  const sorted = entries.toSorted((one, other) => daysOf(one).localeCompare(daysOf(other)))
  const isPast = ({ of }: Entry) => of.endsOn < today
  return {
    coming: grouped(
      sorted.filter((entry) => !isPast(entry)),
      today.slice(0, 7),
    ),
    past: grouped(sorted.filter(isPast).reverse()),
  }
}

const locales = {
  ar: ['ar-OM-u-nu-latn-ca-gregory', 'ar-OM-u-nu-latn-ca-islamic-umalqura'],
  en: ['en-GB', 'en-GB-u-ca-islamic-umalqura'],
} as const

/** A month's name, and the two Hijri months that it falls in (craft.md: marked approximate where they are shown). */
export function monthNames(language: Language, month: string): { gregorian: string; hijri: string } {
  const [gregory, umalqura] = locales[language]
  const first = Date.parse(`${month}-01T12:00:00Z`)
  const last = Date.parse(`${nextMonth(month)}-01T12:00:00Z`) - 24 * 60 * 60 * 1000
  const options = { month: 'long', year: 'numeric', timeZone: 'UTC' } as const
  return {
    gregorian: new Intl.DateTimeFormat(gregory, options).format(first),
    hijri: new Intl.DateTimeFormat(umalqura, options).formatRange(first, last),
  }
}

function nextMonth(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`
}
