import type { RateLimit } from '@cloudflare/workers-types'
import { limitsPerMinute, minuteMs } from '../contract/limits.ts'

export interface RateLimits {
  /** Whether one more claim fits. Sending one claim again (same idempotency key) is the same claim. */
  allowsClaim(claim: {
    address: string
    applicantKey: string
    delegateKey: string | null
    claimKey: string
  }): Promise<boolean>
  allowsFind(address: string): Promise<boolean>
}

type LimitName = keyof typeof limitsPerMinute

/** Counts one use of a key and says whether it fits. */
type Count = (name: LimitName, key: string, limit: number) => Promise<boolean>

/** `limitNow` says what an operator may have changed since. */
export function rateLimits(
  use: Count,
  limitNow: (name: LimitName) => number = (name) => limitsPerMinute[name],
): RateLimits {
  const count = (name: LimitName, key: string) => use(name, key, limitNow(name))
  const counted = new Map<string, number>()
  return {
    async allowsClaim({ address, applicantKey, delegateKey, claimKey }) {
      const claim = `${applicantKey}|${claimKey}`
      const now = Date.now()
      const isRepeat = (counted.get(claim) ?? 0) > now - minuteMs
      if (counted.size > 10_000) counted.clear()
      if (!isRepeat) counted.set(claim, now)
      const outcomes = await Promise.all([
        count('CLAIMS_PER_ADDRESS', address),
        isRepeat || count('CLAIMS_PER_APPLICANT', applicantKey),
        isRepeat || delegateKey === null || count('CLAIMS_PER_DELEGATE', delegateKey),
      ])
      const isAllowed = outcomes.every(Boolean)
      // A refused claim was not made, so sending it again counts anew.
      if (!isAllowed && !isRepeat) counted.delete(claim)
      return isAllowed
    },
    allowsFind: (address) => count('FINDS_PER_ADDRESS', address),
  }
}

/**
 * The Workers rate-limit bindings. Their own number is fixed when they are deployed: a lower limit is counted in the
 * isolate before them, a higher one is several keys of the binding, one after another.
 */
export function countInBindings(bindings: Record<LimitName, RateLimit>): Count {
  const inIsolate = countInIsolate()
  return async (name, key, limit) => {
    if (!(await inIsolate(name, key, limit))) return false
    const keys = Math.ceil(limit / limitsPerMinute[name])
    for (let part = 0; part < keys; part += 1) {
      if ((await bindings[name].limit({ key: part === 0 ? key : `${key}|${part}` })).success) return true
    }
    return false
  }
}

/**
 * The same limits counted in the isolate, for local runs: there is one isolate there, and the emulated
 * binding costs more than the booking it guards.
 */
export function countInIsolate(clock: () => number = () => Date.now()): Count {
  let minute = 0
  const uses = new Map<string, number>()
  return async (name, key, limit) => {
    const current = Math.floor(clock() / minuteMs)
    if (current !== minute) {
      minute = current
      uses.clear()
    }
    const use = (uses.get(`${name}|${key}`) ?? 0) + 1
    uses.set(`${name}|${key}`, use)
    return use <= limit
  }
}
