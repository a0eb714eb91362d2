import { addDays } from '../contract/dates.ts'

export interface CalendarEvent {
  uid: string
  stampUtc: number
  title: string
  place: string
  description: string
  url: string
  /** Muscat days. */
  startsOn: string
  endsOn: string
  /** The hours of an event of one day, `HH:MM` in Muscat; without them it takes whole days. */
  hours?: { opensAt: string; closesAt: string }
  isCancelled?: boolean
}

const escapeText = (text: string) => text.replace(/[\\;,]/g, '\\$&').replace(/\r?\n/g, '\\n')

/** RFC 5545 lines hold at most 75 octets; a fold never splits a character. */
function foldLine(line: string): string {
  const encoder = new TextEncoder()
  let folded = ''
  let octets = 0
  for (const character of line) {
    const size = encoder.encode(character).length
    if (octets + size > 74) {
      folded += '\r\n '
      octets = 1
    }
    folded += character
    octets += size
  }
  return folded
}

const dayOf = (date: string) => date.replaceAll('-', '')
const stampOf = (utc: number) => new Date(utc).toISOString().replace(/[-:]|\.\d{3}/g, '')

function timesOf({ startsOn, endsOn, hours }: CalendarEvent): string[] {
  if (hours) {
    const at = (time: string) => `TZID=Asia/Muscat:${dayOf(startsOn)}T${time.replace(':', '')}00`
    return [`DTSTART;${at(hours.opensAt)}`, `DTEND;${at(hours.closesAt)}`]
  }
  // The end of a whole-day event is the day after its last.
  return [`DTSTART;VALUE=DATE:${dayOf(startsOn)}`, `DTEND;VALUE=DATE:${dayOf(addDays(endsOn, 1))}`]
}

// Oman has no daylight saving.
const muscatZone = [
  'BEGIN:VTIMEZONE',
  'TZID:Asia/Muscat',
  'BEGIN:STANDARD',
  'DTSTART:19700101T000000',
  'TZOFFSETFROM:+0400',
  'TZOFFSETTO:+0400',
  'TZNAME:+04',
  'END:STANDARD',
  'END:VTIMEZONE',
]

const eventLines = (event: CalendarEvent): string[] => [
  'BEGIN:VEVENT',
  `UID:${event.uid}`,
  `DTSTAMP:${stampOf(event.stampUtc)}`,
  ...timesOf(event),
  `SUMMARY:${escapeText(event.title)}`,
  `LOCATION:${escapeText(event.place)}`,
  `DESCRIPTION:${escapeText(event.description)}`,
  `URL:${event.url}`,
  ...(event.isCancelled ? ['STATUS:CANCELLED'] : []),
  'END:VEVENT',
]

/**
 * A calendar file (RFC 5545). With a `name` it is one that people follow: it may be empty for now, and the time zone is
 * the component that the format asks for at least.
 */
export function calendarFile(events: readonly CalendarEvent[], name?: string): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Tamkeen//Bookings//AR',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    ...(name ? [`NAME:${escapeText(name)}`, `X-WR-CALNAME:${escapeText(name)}`] : []),
    ...(name || events.some(({ hours }) => hours) ? muscatZone : []),
    ...events.flatMap(eventLines),
    'END:VCALENDAR',
  ]
  return `${lines.map(foldLine).join('\r\n')}\r\n`
}
