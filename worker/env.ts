import type { D1Database, Fetcher, RateLimit, SendEmail } from '@cloudflare/workers-types'

/** The Worker's bindings, settings and secrets (wrangler.toml). */
export interface Env {
  DB: D1Database
  ASSETS: Fetcher
  CLAIMS_PER_APPLICANT: RateLimit
  CLAIMS_PER_DELEGATE: RateLimit
  CLAIMS_PER_ADDRESS: RateLimit
  FINDS_PER_ADDRESS: RateLimit
  /** `local` only where `npm start`, `npm run dev` and the tests set it; absent means production. */
  ENVIRONMENT?: string
  SITE_URL: string
  ACCESS_ISSUER: string
  ACCESS_AUDIENCE: string
  DELEGATE_LIMIT: string
  /** Where drand's beacons are asked, and the chain's hash, public key, scheme, first second and seconds a round. */
  DRAND_URL: string
  DRAND_CHAIN_HASH: string
  DRAND_PUBLIC_KEY: string
  DRAND_SCHEME: string
  DRAND_GENESIS_SECONDS: string
  DRAND_PERIOD_SECONDS: string
  /** The SMS gateway's address and the sender's name that it shows; blank: no SMS is sent. */
  SMS_GATEWAY_URL?: string
  SMS_SENDER?: string
  /** E-mail goes out where the binding is there and this names whose it is. */
  EMAIL?: SendEmail
  EMAIL_FROM?: string
  /** `id:base64url` pairs of 256-bit keys, comma separated; the first encrypts, all decrypt. */
  ENCRYPTION_KEYS: string
  LOOKUP_KEY: string
  TOKEN_KEY: string
  EVENT_KEY: string
  /** `id:seed` pairs of Ed25519 seeds, comma separated; the first signs passes, all verify them. */
  PASS_KEY: string
  /** What the SMS gateway is shown as a Bearer token. */
  SMS_GATEWAY_TOKEN?: string
  /** Signs the local sign-in cookie; not set in production. */
  DESK_KEY?: string
}
