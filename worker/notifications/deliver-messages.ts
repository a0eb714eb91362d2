import {
  buryMessages,
  claimMessages,
  listDueMessages,
  recordAttempts,
  type Attempted,
  type EmailCopy,
  type OutboxRow,
} from '../../db/queries/outbox.ts'
import type { Store } from '../store.ts'
import { channelNames, type Channel, type ChannelName, type SendOutcome } from './channels.ts'
import { findSubjects, renderAbout, type MessageSubject } from './message-subjects.ts'
import { isOutOfDate } from './render-message.ts'
import { attemptsMax, chanceOf, leaseMs, pauseAfter } from './retry-times.ts'

/** So many messages are on their way at once: a Worker may wait for six answers. */
const waveSize = 6

/** A scheduled run takes no more messages after this long, well before the lease of those it took ends. */
const longRunMs = 40_000

export interface Deliveries {
  sent: number
  failed: number
  dead: number
}

/**
 * Sends what is due, at most `limit` messages of a channel and no new ones after `runMs`. Each is claimed before it
 * is sent, so that runs beside one another send it once; whoever claims one and dies loses it again after the lease.
 * Messages about one booking or pledge reach one person in the order in which they were written.
 */
export async function deliverMessages(db: Store, limit: number, now: number, runMs = longRunMs): Promise<Deliveries> {
  const done: Deliveries = { sent: 0, failed: 0, dead: 0 }
  const endsAt = Date.now() + runMs
  for (const name of channelNames) {
    const channel = db.channels[name]
    if (!channel) continue
    let left = limit
    while (left > 0) {
      const wave = await deliverWave(db, name, channel, Math.min(waveSize, left), now)
      if (!wave) break
      for (const { state } of wave.attempts) done[state === 'queued' ? 'failed' : state] += 1
      left = isWorthGoingOn(wave) && Date.now() < endsAt ? left - wave.taken : 0
    }
  }
  return done
}

/** A provider that takes none of a wave's messages is down: the others keep their attempts. */
const isWorthGoingOn = ({ attempts }: Wave) => attempts.length === 0 || attempts.some(({ state }) => state !== 'queued')

interface Wave {
  /** Messages that this wave claimed, put off or buried. */
  taken: number
  attempts: Attempted[]
}

/** Null when nothing is due, or others took all that is. */
async function deliverWave(
  db: Store,
  name: ChannelName,
  channel: Channel,
  size: number,
  now: number,
): Promise<Wave | null> {
  const due = await listDueMessages(db.d1, name, now, size)
  const spent = due.filter(({ attempts }) => attempts >= attemptsMax)
  if (spent.length > 0) await buryMessages(db.d1, spent, 'gave_up')
  const open = due.filter((message) => !spent.includes(message))
  const waiting = open.filter(({ waitsUntilUtc }) => waitsUntilUtc !== null)
  const claims = open.filter((message) => !waiting.includes(message))
  if (open.length === 0) return spent.length > 0 ? { taken: spent.length, attempts: [] } : null

  const ours = await claimMessages(db.d1, { claims, waiting, untilUtc: now + leaseMs }, now)
  const messages = claims.filter(({ id }) => ours.has(id))
  const taken = messages.length + waiting.length + spent.length
  if (messages.length === 0) return taken > 0 ? { taken, attempts: [] } : null

  const subjects = await findSubjects(
    db,
    messages.map(({ subject }) => subject),
  )
  const tried = await Promise.all(
    messages.map((message) => attempt(db, channel, message, subjects.get(message.subject), now)),
  )
  const attempts = tried.map(({ attempted }) => attempted)
  await recordAttempts(
    db.d1,
    attempts,
    tried.flatMap(({ copy }) => copy ?? []),
    now,
  )
  return { taken, attempts }
}

interface Tried {
  attempted: Attempted
  copy: EmailCopy | null
}

async function attempt(
  db: Store,
  channel: Channel,
  message: OutboxRow,
  about: MessageSubject | undefined,
  now: number,
): Promise<Tried> {
  const bury = (error: string): Tried => ({ attempted: { message, state: 'dead', error }, copy: null })
  if (!about) return bury('no_subject')
  try {
    if (isOutOfDate(message, now)) return bury('out_of_date')
    const { to, subject, text, hasEmail } = await renderAbout(db, message, about, 'whole')
    if (text === null) return bury('no_template')
    const copy = db.channels.email && hasEmail ? emailCopyOf(message) : null
    if (to === null) return { ...bury('no_recipient'), copy }
    const language = message.language === 'en' ? 'en' : 'ar'
    const outcome = await channel.send({ to, language, subject, text, idempotencyKey: message.dedupeKey })
    return { attempted: judge(message, outcome, now), copy }
  } catch {
    // One message that cannot be read, for want of a key or by a fault of ours, must not hold up the others.
    return { attempted: judge(message, { ok: false, fault: 'fault', isFinal: false }, now), copy: null }
  }
}

function judge(message: OutboxRow, outcome: SendOutcome, now: number): Attempted {
  if (outcome.ok) return { message, state: 'sent' }
  const attempts = message.attempts + 1
  if (outcome.isFinal || attempts >= attemptsMax) return { message, state: 'dead', error: outcome.fault }
  const pauseMs = pauseAfter(attempts, chanceOf(`${message.dedupeKey}|${attempts}`), outcome.retryAfterMs)
  return { message, state: 'queued', error: outcome.fault, nextAttemptAtUtc: now + pauseMs }
}

/** The e-mail beside an SMS. What staff send again is that one message, not its sibling too. */
function emailCopyOf(message: OutboxRow): EmailCopy | null {
  if (message.channel !== 'sms' || message.dedupeKey.includes('|again|')) return null
  return { of: message, dedupeKey: `${message.dedupeKey.replace(/\|delegate$/, '|applicant')}|email` }
}
