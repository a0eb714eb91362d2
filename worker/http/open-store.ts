import { limitsPerMinute } from '../contract/limits.ts'
import type { Env } from '../env.ts'
import { openChannels } from '../notifications/channels.ts'
import { keptSettings } from '../office/kept-settings.ts'
import { openKeyring } from '../people/keyring.ts'
import type { Store } from '../store.ts'
import { countInBindings, countInIsolate, rateLimits } from './rate-limits.ts'

const opened = new WeakMap<Env, Promise<Store>>()

/** The store of this isolate's bindings; keys are imported once. */
export function openStore(env: Env): Promise<Store> {
  const known = opened.get(env)
  if (known) return known
  const store = openKeyring(env).then((keys) => ({
    d1: env.DB,
    keys,
    limits: rateLimits(
      env.ENVIRONMENT === 'local' ? countInIsolate() : countInBindings(env),
      (name) => keptSettings({ d1: env.DB }).limits[name] ?? limitsPerMinute[name],
    ),
    channels: openChannels(env),
    settings: {
      siteUrl: env.SITE_URL.replace(/\/$/, ''),
      delegateLimit: Number(env.DELEGATE_LIMIT) || 20,
      isLocal: env.ENVIRONMENT === 'local',
      access: { issuer: (env.ACCESS_ISSUER ?? '').replace(/\/$/, ''), audience: env.ACCESS_AUDIENCE ?? '' },
      drand: {
        url: (env.DRAND_URL ?? '').replace(/\/$/, ''),
        chainHash: env.DRAND_CHAIN_HASH,
        publicKey: env.DRAND_PUBLIC_KEY,
        schemeId: env.DRAND_SCHEME,
        genesisMs: Number(env.DRAND_GENESIS_SECONDS) * 1000,
        periodMs: Number(env.DRAND_PERIOD_SECONDS) * 1000,
      },
      deskKey: env.ENVIRONMENT === 'local' ? (env.DESK_KEY ?? null) : null,
    },
  }))
  opened.set(env, store)
  return store
}
