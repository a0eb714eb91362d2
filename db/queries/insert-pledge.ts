import type { D1Database } from '@cloudflare/workers-types'
import { insertEventIf, type NewEvent } from './events.ts'
import { queueMessageIf, type QueuedMessage } from './outbox.ts'
import { needsAreOpen } from './pledge-needs.ts'

export interface NewPledge {
  reference: string
  companyKey: string | null
  emailKey: string | null
  phoneKey: string | null
  sector: string | null
  naming: string
  showsAmounts: boolean
  company: string
  contact: string
  language: string
  consentVersion: string
  enteredBy: number | null
  enteredFrom: string | null
  lines: NewPledgeLine[]
  messages: QueuedMessage[]
  idempotency: { scope: string; key: string; fingerprint: string; validSinceUtc: number }
}

export interface NewPledgeLine {
  n: number
  kind: string
  unit: string
  quantity: number
  dueOn: string
  needId: string | null
  governorate: string | null
  isMoney: boolean
  note: string | null
}

/**
 * A new pledge (whose trigger writes its consent) with its lines, event, messages and idempotency key, in one batch, or
 * nothing. False when the key was used meanwhile, or a need was closed.
 */
export async function insertPledge(d1: D1Database, pledge: NewPledge, event: NewEvent): Promise<boolean> {
  const { reference, idempotency } = pledge
  const proof = { sql: 'SELECT 1 FROM pledges WHERE reference = ? AND head_mac = ?', values: [reference, event.mac] }
  const areOpen = needsAreOpen(pledge.lines.flatMap(({ needId }) => needId ?? []))
  const [inserted] = await d1.batch([
    d1
      .prepare(
        `INSERT INTO pledges (reference, state, company_key, email_key, phone_key, sector, naming, shows_amounts, company,
           contact, language, consent_version, entered_by, entered_from, created_at_utc, updated_at_utc, head_mac)
         SELECT ?, 'pledged', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
         WHERE NOT EXISTS (SELECT 1 FROM idempotency_keys k WHERE k.scope = ? AND k.key = ? AND k.used_at_utc > ?)
           AND ${areOpen.sql}`,
      )
      .bind(
        reference,
        pledge.companyKey,
        pledge.emailKey,
        pledge.phoneKey,
        pledge.sector,
        pledge.naming,
        Number(pledge.showsAmounts),
        pledge.company,
        pledge.contact,
        pledge.language,
        pledge.consentVersion,
        pledge.enteredBy,
        pledge.enteredFrom,
        event.atUtc,
        event.atUtc,
        event.mac,
        idempotency.scope,
        idempotency.key,
        idempotency.validSinceUtc,
        ...areOpen.values,
      ),
    ...insertEventIf(d1, event, proof),
    d1
      .prepare(
        `INSERT INTO pledge_lines (reference, n, kind, unit, quantity, due_on, need_id, governorate, is_money, note)
         SELECT ?, l.value ->> 'n', l.value ->> 'kind', l.value ->> 'unit', l.value ->> 'quantity', l.value ->> 'dueOn',
           l.value ->> 'needId', l.value ->> 'governorate', l.value ->> 'isMoney', l.value ->> 'note'
         FROM json_each(?) l WHERE EXISTS (${proof.sql})`,
      )
      .bind(reference, JSON.stringify(pledge.lines), ...proof.values),
    ...pledge.messages.map((message) =>
      queueMessageIf(d1, message, { subject: reference, seq: event.seq, atUtc: event.atUtc }, proof),
    ),
    d1
      .prepare(
        `INSERT OR REPLACE INTO idempotency_keys (scope, key, fingerprint, reference, answer, used_at_utc)
         SELECT ?, ?, ?, ?, json_object('state', 'pledged'), ? WHERE EXISTS (${proof.sql})`,
      )
      .bind(idempotency.scope, idempotency.key, idempotency.fingerprint, reference, event.atUtc, ...proof.values),
  ])
  return (inserted?.meta.changes ?? 0) > 0
}
