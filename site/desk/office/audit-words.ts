import { fill, wordsOf } from '../../../content/words.ts'
import type { AuditEvent, StreamCheck } from '../../../worker/contract/audit.ts'
import type { Language } from '../../../worker/contract/codes.ts'
import { formatInstant } from '../../../worker/contract/dates.ts'
import { governorates } from '../../../worker/contract/places.ts'

type Codes = Record<string, string>

const own = (codes: Codes, code: string): string | undefined => (Object.hasOwn(codes, code) ? codes[code] : undefined)

/** Every type of event that has words: those of bookings, exhibitions and pledges are told in the same words there. */
export function typesInWords(language: Language): Codes {
  const { audit, history, pledges, run } = wordsOf(language).desk
  const { became: _became, by: _by, reason: _reason, ...ofBookings } = history
  const { other: _other, ...ofExhibitions } = run.events
  return { ...pledges.history.acts, ...ofExhibitions, ...ofBookings, ...audit.types }
}

/** An event's type in words; a type that has none yet is shown as its code. */
export const typeInWords = (language: Language, type: string): string => own(typesInWords(language), type) ?? type

/** «طلب TMK-…»: the kind of a record and its key. */
export function subjectInWords(language: Language, subject: string): { kind: string; key: string } {
  const [kind = '', ...key] = subject.split(':')
  return { kind: own(wordsOf(language).desk.audit.subjects, kind) ?? kind, key: key.join(':') }
}

/** The details of an event as terms and values; what is only for machines is left out. */
export function detailsInWords(language: Language, event: AuditEvent): { term: string; value: string }[] {
  const { fields } = wordsOf(language).desk.audit
  return Object.entries(event.data).flatMap(([name, value]) =>
    value === null ||
    value === '' ||
    (Array.isArray(value) && value.length === 0) ||
    (name === 'from' && value === event.data['state'])
      ? []
      : [{ term: own(fields, name) ?? name, value: valueInWords(language, name, value) }],
  )
}

function valueInWords(language: Language, name: string, value: AuditEvent['data'][string]): string {
  const words = wordsOf(language)
  const { audit } = words.desk
  if (Array.isArray(value)) {
    return value.map((one) => codeInWords(language, name, one)).join(words.exhibitions.listSeparator)
  }
  if (typeof value === 'boolean') return value ? audit.yes : audit.no
  if (typeof value === 'number') return name.endsWith('AtUtc') ? formatInstant(language, value) : String(value)
  return value === null ? audit.none : codeInWords(language, name, value)
}

function codeInWords(language: Language, name: string, code: string): string {
  const { codes, desk, fields } = wordsOf(language)
  const states: Codes = { ...codes.pledge, ...codes.exhibition, ...desk.states }
  const names: Codes = Object.fromEntries(governorates.map((governorate) => [governorate.id, governorate[language]]))
  const exportTitles: Codes = Object.fromEntries(
    Object.entries(desk.exports.files).map(([file, { title }]) => [file, title]),
  )
  const lists: Record<string, Codes> = {
    from: states,
    to: states,
    state: states,
    reasonCode: codes.reason,
    role: codes.role,
    wasRole: codes.role,
    governorates: names,
    fields,
    set: desk.breaches.set,
    kind: { ...desk.breaches.kinds, ...wordsOf(language).ownData.requestKinds },
    outcome: desk.data.outcomes,
    file: exportTitles,
  }
  return own(lists[name] ?? {}, code) ?? code
}

/** What a check came to, in one sentence. */
export function checkInWords(language: Language, check: StreamCheck): string {
  const { audit } = wordsOf(language).desk
  if (check.fault) return fill(audit.fault, { fault: audit.faults[check.fault.code], where: check.fault.where })
  const checked = fill(audit.checked, { from: Math.min(check.from + 1, check.to), to: check.to })
  return check.next === null ? `${checked} ${audit.allRight}` : checked
}
