import { secondMs } from '../contract/limits.ts'
import type { Store } from '../store.ts'
import { deliverMessages } from './deliver-messages.ts'

// Cloudflare lets a request live on for 30 seconds; the scheduled job takes what is left.
const deliveredAtOnce = 30
const runMs = 15_000

const startedAt = new WeakMap<Store['d1'], number>()

/**
 * Sends what a request wrote, once its answer is on its way. A rush of requests starts one delivery a second, not
 * one each: their messages are found by the next, or by the scheduled job within a minute. Where messages only
 * land at the desk, where they can be read already, nobody waits for them.
 */
export async function deliverAfterResponse(db: Store, now: number): Promise<void> {
  const { sms, email } = db.channels
  if ((sms ?? email)?.staysHere !== false) return
  if (now - (startedAt.get(db.d1) ?? 0) < secondMs) return
  startedAt.set(db.d1, now)
  await deliverMessages(db, deliveredAtOnce, now, runMs)
}
