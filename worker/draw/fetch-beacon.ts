import type { ChainClient, RandomnessBeacon } from 'drand-client'
import { drandValue } from '../contract/draw-value.ts'
import type { Store } from '../store.ts'

export type FetchBeaconOutcome = { ok: true; publicValue: string } | { ok: false; reason: 'not_there' | 'not_signed' }

/** A beacon that answers slower is asked again a minute later. */
const patienceMs = 5_000
const answerBytesMax = 4_096

/**
 * The public value of a round, from the beacon at the setting DRAND_URL. Its signature is verified against the
 * pinned chain: a beacon that lies, answers with another round, stalls or is late gives no value.
 */
export async function fetchBeacon({ settings }: Store, round: number): Promise<FetchBeaconOutcome> {
  const { url, chainHash, publicKey, schemeId, genesisMs, periodMs } = settings.drand
  const info = {
    public_key: publicKey,
    period: periodMs / 1000,
    genesis_time: genesisMs / 1000,
    hash: chainHash,
    groupHash: '',
    schemeID: schemeId,
    metadata: { beaconID: '' },
  }
  let answer: RandomnessBeacon
  try {
    answer = await askBeacon(`${url}/${chainHash}/public/${round}`)
  } catch {
    return { ok: false, reason: 'not_there' }
  }
  const client: ChainClient = {
    options: { disableBeaconVerification: false, noCache: false },
    get: async () => answer,
    latest: async () => answer,
    // The chain is pinned by its settings: what a beacon says of itself is never asked.
    chain: () => ({ baseUrl: url, info: async () => info }),
  }
  // Most requests never draw: the curves that verify are loaded when one does.
  const { fetchBeacon: verified } = await import('drand-client')
  try {
    const beacon = await verified(client, round)
    return { ok: true, publicValue: drandValue(chainHash, round, beacon.randomness.toLowerCase()) }
  } catch {
    return { ok: false, reason: 'not_signed' }
  }
}

/** A beacon's answer as it stands; `verified` decides whether it is one. */
async function askBeacon(address: string): Promise<RandomnessBeacon> {
  const response = await fetch(address, { redirect: 'manual', signal: AbortSignal.timeout(patienceMs) })
  if (response.status !== 200) throw new Error('The beacon has no such round.')
  const text = await response.text()
  if (text.length > answerBytesMax) throw new Error('The beacon answered too much.')
  return JSON.parse(text) as RandomnessBeacon
}
