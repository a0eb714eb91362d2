import { fill, wordsOf } from '../../content/words.ts'
import type { Language } from '../../worker/contract/codes.ts'
import { formatInstant } from '../../worker/contract/dates.ts'
import type { DeskActor, OutboxState } from '../../worker/contract/desk.ts'
import { hourMs, minuteMs } from '../../worker/contract/limits.ts'
import type { TagTone } from '../ui/tag-tone.ts'

const outboxTones: Record<OutboxState, TagTone> = { queued: 'wait', sent: 'go', dead: 'stop' }
export const toneOfMessage = (state: OutboxState): TagTone => outboxTones[state]

/** Why a message could not be sent; `code` is the worker's, an answer's status among them. */
export function faultOfMessage(language: Language, code: string): string {
  const faults: Record<string, string> = wordsOf(language).desk.outbox.faults
  const status = /^http_(\d{3})$/.exec(code)?.[1]
  return fill((status ? faults['http'] : faults[code]) ?? faults['other'] ?? code, { status: status ?? '', code })
}

/** «منذ 3 أيام»: how long ago something was, in its largest whole unit. */
export function ago(language: Language, instant: string, now: number): string {
  const locale = language === 'ar' ? 'ar-OM-u-nu-latn' : 'en-GB'
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'always' })
  const passed = Math.max(0, now - Date.parse(instant))
  if (passed < hourMs) return format.format(-Math.floor(passed / minuteMs), 'minute')
  if (passed < 24 * hourMs) return format.format(-Math.floor(passed / hourMs), 'hour')
  return format.format(-Math.floor(passed / (24 * hourMs)), 'day')
}

export function actorName(language: Language, actor: DeskActor): string {
  return actor.kind === 'staff' ? actor.name[language] : wordsOf(language).desk.history.by[actor.kind]
}

/** When a membership was checked and by whom. */
export function checkedSentence(
  language: Language,
  checked: { at: string; by: { ar: string; en: string } | null },
): string {
  const time = formatInstant(language, checked.at)
  return checked.by ? fill(wordsOf(language).desk.one.checkedBy, { time, name: checked.by[language] }) : time
}

/** Counting stops at a hundred on the first page. */
export const cappedCount = (count: number): string => (count >= 100 ? '\u2066100+\u2069' : String(count))
