import type { D1Database } from '@cloudflare/workers-types'
import type { RateLimits } from './http/rate-limits.ts'
import type { Channels } from './notifications/channels.ts'
import type { Keyring } from './people/keyring.ts'

export interface Settings {
  siteUrl: string
  delegateLimit: number
  isLocal: boolean
  /** Cloudflare Access: the team's address and the desk's audience; blank means that nobody can sign in through it. */
  access: { issuer: string; audience: string }
  /** The drand chain that draws name, pinned; its beacons are asked at `url` (no slash at the end). */
  drand: {
    url: string
    chainHash: string
    publicKey: string
    schemeId: string
    genesisMs: number
    periodMs: number
  }
  /** Signs the local sign-in; null in production. */
  deskKey: string | null
}

/** What a domain verb stands on. It is always a verb's first argument, `db`. */
export interface Store {
  d1: D1Database
  keys: Keyring
  limits: RateLimits
  /** Where messages go out. */
  channels: Channels
  settings: Settings
}
