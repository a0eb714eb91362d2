// Times are stored in UTC (milliseconds) and shown in Asia/Muscat, which has no daylight saving.
import { dayMs, hourMs } from './limits.ts'

const muscatOffsetMs = 4 * hourMs

/** The Muscat calendar day of an instant, `YYYY-MM-DD`. */
export function muscatDay(atMs: number): string {
  return new Date(atMs + muscatOffsetMs).toISOString().slice(0, 10)
}

/** «08:14»: the time of an instant in Asia/Muscat. */
export function muscatTime(instant: string | number): string {
  return new Date(new Date(instant).getTime() + muscatOffsetMs).toISOString().slice(11, 16)
}

/** The instant at which a Muscat day begins. */
export function startOfMuscatDay(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) - muscatOffsetMs
}

/** The instant at which a Muscat day ends (24:00). */
export const endOfMuscatDay = (day: string): number => startOfMuscatDay(day) + dayMs

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10)
}

/** The same day so many months later, or the last day of a month that is shorter. */
export function addMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const lastDate = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, lastDate))).toISOString().slice(0, 10)
}

/** Friday and Saturday are Oman's weekend. */
export function isWeekend(day: string): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return weekday === 5 || weekday === 6
}

export const toInstant = (atMs: number): string => new Date(atMs).toISOString()

type Language = 'ar' | 'en'
const locale = { ar: 'ar-OM-u-nu-latn-ca-gregory', en: 'en-GB' } as const
const hijriLocale = { ar: 'ar-OM-u-nu-latn-ca-islamic-umalqura', en: 'en-GB-u-ca-islamic-umalqura' } as const

const formats = new Map<string, Intl.DateTimeFormat>()
function formatOf(tag: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = tag + JSON.stringify(options)
  let format = formats.get(key)
  if (!format) {
    format = new Intl.DateTimeFormat(tag, options)
    formats.set(key, format)
  }
  return format
}

const noon = (day: string) => Date.parse(`${day}T12:00:00Z`)

/** «الأحد 13 ديسمبر 2026» */
export function formatDay(language: Language, day: string): string {
  return formatOf(locale[language], {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(noon(day))
}

/** «13–17 ديسمبر 2026», or one day when both are the same. */
export function formatDays(language: Language, first: string, last: string): string {
  const format = formatOf(locale[language], { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
  return first === last ? format.format(noon(first)) : format.formatRange(noon(first), noon(last))
}

/** The Hijri date of a day; approximate, as craft.md asks to say. */
export function formatHijri(language: Language, day: string): string {
  return formatOf(hijriLocale[language], { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    noon(day),
  )
}

/** «الأحد 6 ديسمبر 2026، 9:00 ص» in Asia/Muscat. */
export function formatInstant(language: Language, instant: string | number): string {
  return formatOf(locale[language], {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    hour12: true,
    timeZone: 'Asia/Muscat',
  }).format(new Date(instant))
}

/** «الأحد 6 ديسمبر، 9:00 ص» in Asia/Muscat, for a message of a few words: the year goes without saying. */
export function formatShortInstant(language: Language, instant: string | number): string {
  return formatOf(locale[language], {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: 'numeric',
    minute: '2-digit',
    hour12: true,
    timeZone: 'Asia/Muscat',
  }).format(new Date(instant))
}

/** Rials with three decimals: 1 rial is 1000 baisa. */
export function formatRials(language: Language, baisa: number): string {
  return new Intl.NumberFormat(locale[language], { style: 'currency', currency: 'OMR' }).format(baisa / 1000)
}
