import type { RateLimit } from '@cloudflare/workers-types'
import { minuteMs } from '../contract/limits.ts'

export interface RateLimits {
  /** Whether one more claim fits. Sending one claim again (same idempotency key) is the same claim. */
  allowsClaim(claim: { address: string; applicantKey: string; delegateKey: string | null; claimKey: string }): Promise<boolean>
  allowsFind(address: string): Promise<boolean>
}

interface Bindings {
  CLAIMS_PER_APPLICANT: RateLimit
  CLAIMS_PER_DELEGATE: RateLimit
  CLAIMS_PER_ADDRESS: RateLimit
  FINDS_PER_ADDRESS: RateLimit
}

/** The Workers rate-limit bindings, whose numbers are settings in wrangler.toml. */
export function bindRateLimits(bindings: Bindings): RateLimits {
  const counted = new Map<string, number>()
  return {
    async allowsClaim({ address, applicantKey, delegateKey, claimKey }) {
      const claim = `${applicantKey}|${claimKey}`
      const now = Date.now()
      const isRepeat = (counted.get(claim) ?? 0) > now - minuteMs
      if (!isRepeat) counted.set(claim, now)
      if (counted.size > 10_000) counted.clear()
      const outcomes = await Promise.all([
        bindings.CLAIMS_PER_ADDRESS.limit({ key: address }),
        isRepeat ? { success: true } : bindings.CLAIMS_PER_APPLICANT.limit({ key: applicantKey }),
        isRepeat || delegateKey === null ? { success: true } : bindings.CLAIMS_PER_DELEGATE.limit({ key: delegateKey }),
      ])
      const isAllowed = outcomes.every((outcome) => outcome.success)
      if (!isAllowed && !isRepeat) counted.delete(claim)
      return isAllowed
    },
    async allowsFind(address) {
      return (await bindings.FINDS_PER_ADDRESS.limit({ key: address })).success
    },
  }
}
