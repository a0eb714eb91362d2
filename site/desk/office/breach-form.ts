import { muscatDay } from '../../../worker/contract/dates.ts'
import { hourMs } from '../../../worker/contract/limits.ts'
import { withLatinDigits } from '../../../worker/contract/text.ts'

/** What was written in the form of a new breach, kept through a refusal. */
export interface WrittenBreach {
  kind: string
  day: string
  time: string
  people: string
  text: string
}

const muscatTime = (atMs: number): string => new Date(atMs + 4 * hourMs).toISOString().slice(11, 16)

/** The form's day and time are Muscat's; the body that the API would be sent has one instant. */
export function breachFromForm(form: FormData, now: number): { written: WrittenBreach; body: Record<string, unknown> } {
  const text = (name: string) => withLatinDigits(String(form.get(name) ?? '')).trim()
  const written = {
    kind: text('kind'),
    day: form.has('day') ? text('day') : muscatDay(now),
    time: form.has('time') ? text('time') : muscatTime(now),
    people: text('people'),
    text: String(form.get('text') ?? '').replaceAll('\r\n', '\n'),
  }
  const { day, time, people } = written
  const isMoment = /^\d{4}-\d\d-\d\d$/.test(day) && /^\d\d:\d\d$/.test(time)
  const moment = isMoment ? new Date(`${day}T${time}:00+04:00`) : null
  return {
    written,
    body: {
      kind: written.kind,
      foundAt: moment && !Number.isNaN(moment.getTime()) ? moment.toISOString() : '',
      people: numberOrText(people),
      text: written.text,
    },
  }
}

/** Blank is nothing, digits a number; anything else stays what it is, which no schema takes for a number. */
export const numberOrText = (text: string): number | string | null =>
  text === '' ? null : /^\d{1,9}$/.test(text) ? Number(text) : text
