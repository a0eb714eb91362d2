import { addDays } from '../contract/dates.ts'

interface CalendarEvent {
  uid: string
  stampUtc: number
  title: string
  place: string
  description: string
  url: string
  /** Muscat days. */
  startsOn: string
  endsOn: string
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

/** A whole-day calendar file (RFC 5545). */
export function calendarFile(event: CalendarEvent): string {
  const day = (date: string) => date.replaceAll('-', '')
  const stamp = new Date(event.stampUtc).toISOString().replace(/[-:]|\.\d{3}/g, '')
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Tamkeen//Bookings//AR',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    'BEGIN:VEVENT',
    `UID:${event.uid}`,
    `DTSTAMP:${stamp}`,
    `DTSTART;VALUE=DATE:${day(event.startsOn)}`,
    // The end of a whole-day event is the day after its last.
    `DTEND;VALUE=DATE:${day(addDays(event.endsOn, 1))}`,
    `SUMMARY:${escapeText(event.title)}`,
    `LOCATION:${escapeText(event.place)}`,
    `DESCRIPTION:${escapeText(event.description)}`,
    `URL:${event.url}`,
    'END:VEVENT',
    'END:VCALENDAR',
  ]
  return `${lines.map(foldLine).join('\r\n')}\r\n`
}
