import { findLastBreachId, insertBreach } from '../../db/queries/breaches.ts'
import { breachStream, chainEvent } from '../audit/event.ts'
import { sealText } from '../audit/text.ts'
import type { BreachDetail, RecordBreach } from '../contract/breaches.ts'
import type { FieldError } from '../contract/codes.ts'
import type { Staff } from '../desk/staff.ts'
import type { Store } from '../store.ts'
import { readBreach } from './read-breach.ts'

export type RecordBreachOutcome =
  { ok: true; breach: BreachDetail } | { ok: false; reason: 'invalid_input'; errors: FieldError[] }

const retriesMax = 20

/** Records that people's data were disclosed, lost, altered or out of reach. The words are encrypted; the clock runs. */
export async function recordBreach(
  db: Store,
  staff: Staff,
  { kind, foundAt, people = null, text }: RecordBreach,
  now: number,
): Promise<RecordBreachOutcome> {
  const foundAtUtc = Date.parse(foundAt)
  if (foundAtUtc > now) {
    return { ok: false, reason: 'invalid_input', errors: [{ field: 'foundAt', code: 'out_of_range' }] }
  }
  for (let attempt = 0; attempt < retriesMax; attempt += 1) {
    const id = (await findLastBreachId(db.d1)) + 1
    const stream = breachStream(id)
    const sealed = await sealText(db.keys, stream, text)
    const event = await chainEvent(db.keys, {
      stream,
      after: { version: 0, headMac: '' },
      type: 'record-breach',
      atUtc: now,
      actor: `staff:${staff.id}`,
      data: { kind, foundAtUtc, people, set: ['kind', 'foundAt', ...(people === null ? [] : ['people'])] },
      text: sealed,
    })
    if (!(await insertBreach(db.d1, { id, kind, foundAtUtc, people, recordedBy: staff.id }, event, sealed))) continue
    const breach = await readBreach(db, { id }, now)
    if (breach) return { ok: true, breach }
  }
  throw new Error('The next number of the register was taken again and again.')
}
