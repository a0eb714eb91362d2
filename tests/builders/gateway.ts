import { inject } from 'vitest'
import type { OutboxRow } from '../../db/queries/outbox.ts'
import type { DeskPage, OutboxMessage } from '../../worker/contract/desk.ts'
import type { Behaviour, LineReport } from '../../worker/local/sms-gateway-line.ts'
import type { Channels } from '../../worker/notifications/channels.ts'
import { deliverMessages } from '../../worker/notifications/deliver-messages.ts'
import { smsGateway } from '../../worker/notifications/sms-gateway.ts'
import type { Store } from '../../worker/store.ts'
import { noon } from './exhibition.ts'
import { send } from './send.ts'
import { d1, db } from './store.ts'

// The stand-in runs in Node (worker/local/sms-gateway.ts), the tests in workerd: they speak over HTTP, as with a real one.

export interface GatewayLine {
  url: string
  /** What the next requests meet; the last one stays. */
  plan(...behaviours: Behaviour[]): Promise<void>
  report(): Promise<LineReport>
}

/** A line of its own at the stand-in; it takes everything until it is told otherwise. */
export function gatewayLine(): GatewayLine {
  const line = `${inject('gatewayUrl')}/${crypto.randomUUID()}`
  return {
    url: `${line}/messages`,
    async plan(...behaviours) {
      await fetch(`${line}/plan`, { method: 'POST', body: JSON.stringify(behaviours) })
    },
    report: async () => (await fetch(`${line}/report`)).json<LineReport>(),
  }
}

interface Deployment {
  /** How long it waits for an answer. */
  patienceMs?: number
  channels?: Partial<Channels>
  at?: Store
}

/** The store of a deployment that sends SMS through a line. */
export function storeWith(line: GatewayLine, { patienceMs = 5_000, channels, at = db }: Deployment = {}): Store {
  const sms = smsGateway({ url: line.url, token: 'gateway-token', sender: 'Tamkeen', timeoutMs: patienceMs })
  return { ...at, channels: { sms, email: null, ...channels } }
}

/** A row of the outbox as it is read, of a message that nobody sent yet. */
export const outboxRow = (subject: string, change: Partial<OutboxRow> = {}): OutboxRow => ({
  id: 1,
  dedupeKey: `${subject}|1|booking_received|applicant`,
  subject,
  template: 'booking_received',
  channel: 'sms',
  recipient: 'applicant',
  language: 'ar',
  data: '{"state":"confirmed"}',
  state: 'queued',
  attempts: 0,
  createdAtUtc: noon,
  sentAtUtc: null,
  lastError: null,
  ...change,
})

/** What the outbox holds about a booking, in the order in which it was written. */
export async function messagesOf(reference: string): Promise<OutboxRow[]> {
  const { results } = await d1
    .prepare(
      `SELECT id, dedupe_key AS dedupeKey, subject, template, channel, recipient, language, data, state, attempts,
         created_at_utc AS createdAtUtc, sent_at_utc AS sentAtUtc, last_error AS lastError
       FROM outbox WHERE subject = ? ORDER BY id`,
    )
    .bind(reference)
    .all<OutboxRow>()
  return results
}

/** The scheduled delivery over some time, once in every step; gives the first instant after it. */
export async function deliverFor(store: Store, from: number, lengthMs: number, stepMs: number): Promise<number> {
  let now = from
  for (; now <= from + lengthMs; now += stepMs) await deliverMessages(store, 100, now)
  return now
}

export const keysOf = (messages: { idempotencyKey: string }[]): string[] =>
  messages.map(({ idempotencyKey }) => idempotencyKey).sort()

/** The messages about a booking as staff see them, the newest first. */
export async function atDesk(who: Record<string, string>, reference: string): Promise<OutboxMessage[]> {
  const { items } = await (await send('/api/v1/desk/outbox', { headers: who })).json<DeskPage<OutboxMessage>>()
  return items.filter((message) => message.reference === reference)
}
