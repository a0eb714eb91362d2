import { findBreach, updateBreach } from '../../db/queries/breaches.ts'
import { breachStream, chainEvent } from '../audit/event.ts'
import { sealText } from '../audit/text.ts'
import type { BreachDetail, ChangeBreach } from '../contract/breaches.ts'
import type { FieldError } from '../contract/codes.ts'
import type { Staff } from '../desk/staff.ts'
import type { Store } from '../store.ts'
import { readBreach } from './read-breach.ts'

export type ChangeBreachOutcome =
  | { ok: true; breach: BreachDetail }
  | { ok: false; reason: 'not_found' }
  | { ok: false; reason: 'invalid_input' | 'reason_required'; errors: FieldError[] }
  | { ok: false; reason: 'changed_meanwhile'; version: number }
  | { ok: false; reason: 'transition_refused'; state: 'closed' }

/** Adds what became known or was done of a breach. A closed one stays as it was closed. */
export async function changeBreach(
  db: Store,
  staff: Staff,
  request: { id: number } & ChangeBreach,
  now: number,
): Promise<ChangeBreachOutcome> {
  const { id, text } = request
  const row = await findBreach(db.d1, id)
  if (!row) return { ok: false, reason: 'not_found' }
  if (row.closedAtUtc !== null) return { ok: false, reason: 'transition_refused', state: 'closed' }
  if (request.version != null && request.version !== row.version) {
    return { ok: false, reason: 'changed_meanwhile', version: row.version }
  }
  const told = (instant: string | null | undefined, before: number | null) =>
    instant == null ? before : Date.parse(instant)
  const after = {
    people: request.people ?? row.people,
    authorityToldAtUtc: told(request.authorityToldAt, row.authorityToldAtUtc),
    peopleToldAtUtc: told(request.peopleToldAt, row.peopleToldAtUtc),
    closedAtUtc: request.isClosed ? now : null,
  }
  const errors = (['authorityToldAt', 'peopleToldAt'] as const).flatMap((field): FieldError[] => {
    const at = field === 'authorityToldAt' ? after.authorityToldAtUtc : after.peopleToldAtUtc
    return at !== null && (at > now || at < row.foundAtUtc) ? [{ field, code: 'out_of_range' }] : []
  })
  if (errors.length > 0) return { ok: false, reason: 'invalid_input', errors }
  if (request.isClosed && after.authorityToldAtUtc === null && text === '') {
    return { ok: false, reason: 'reason_required', errors: [{ field: 'text', code: 'required' }] }
  }
  const set = [
    ...(after.people === row.people ? [] : ['people']),
    ...(after.authorityToldAtUtc === row.authorityToldAtUtc ? [] : ['authorityToldAt']),
    ...(after.peopleToldAtUtc === row.peopleToldAtUtc ? [] : ['peopleToldAt']),
    ...(request.isClosed ? ['closed'] : []),
  ]
  if (set.length > 0 || text !== '') {
    const stream = breachStream(id)
    const sealed = text === '' ? null : await sealText(db.keys, stream, text)
    const event = await chainEvent(db.keys, {
      stream,
      after: row,
      type: 'change-breach',
      atUtc: now,
      actor: `staff:${staff.id}`,
      data: { ...after, set },
      text: sealed,
    })
    if (!(await updateBreach(db.d1, { id, version: row.version, ...after }, event, sealed))) {
      // Whoever was faster wrote what this manager has not read yet.
      const newer = await findBreach(db.d1, id)
      return { ok: false, reason: 'changed_meanwhile', version: newer?.version ?? row.version }
    }
  }
  const breach = await readBreach(db, { id }, now)
  return breach ? { ok: true, breach } : { ok: false, reason: 'not_found' }
}
