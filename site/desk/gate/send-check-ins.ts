import type { SignedGateList } from '../../../worker/contract/gate-list.ts'
import type { CheckInResult } from '../../../worker/contract/gate.ts'
import type { PassKey } from '../../../worker/contract/pass.ts'

export interface CheckInToSend {
  pass?: string | null
  reference?: string
  at?: string
}

/** Why nothing came back: no network, nobody signed in, a colleague of another gate, or a fault that may pass. */
export type Silence = { ok: false; reason: 'unconnected' | 'signed_out' | 'denied' | 'failed' }

const patienceMs = 8_000

/** A staff call; a redirect is the sign-in of Cloudflare Access. */
async function call(path: string, init: RequestInit = {}): Promise<{ ok: true; answer: Response } | Silence> {
  try {
    const signal = AbortSignal.timeout(patienceMs)
    const answer = await fetch(`/api/v1${path}`, { redirect: 'manual', cache: 'no-store', signal, ...init })
    if (answer.ok) return { ok: true, answer }
    if (answer.type === 'opaqueredirect' || answer.status === 401) return { ok: false, reason: 'signed_out' }
    return { ok: false, reason: answer.status === 403 || answer.status === 404 ? 'denied' : 'failed' }
  } catch {
    return { ok: false, reason: 'unconnected' }
  }
}

/** Reads an answer that may break off half-way. */
const read = async <T>(answer: Response): Promise<{ ok: true; value: T } | Silence> =>
  answer.json().then(
    (value: T) => ({ ok: true as const, value }),
    () => ({ ok: false as const, reason: 'unconnected' as const }),
  )

export async function sendCheckIns(
  slug: string,
  checkIns: CheckInToSend[],
): Promise<{ ok: true; results: CheckInResult[] } | Silence> {
  const headers = { 'Content-Type': 'application/json' }
  const body = JSON.stringify({ checkIns })
  const sent = await call(`/desk/exhibitions/${slug}/check-ins`, { method: 'POST', headers, body })
  if (!sent.ok) return sent
  const told = await read<{ results: CheckInResult[] }>(sent.answer)
  return told.ok ? { ok: true, results: told.value.results } : told
}

/** The list of today, and the keys that prove it ours. */
export async function fetchGateList(
  slug: string,
): Promise<{ ok: true; signed: SignedGateList; keys: PassKey[] } | Silence> {
  const [list, published] = await Promise.all([call(`/desk/exhibitions/${slug}/gate-list`), call('/pass-keys')])
  if (!list.ok) return list
  if (!published.ok) return published
  const signed = await read<SignedGateList>(list.answer)
  if (!signed.ok) return signed
  const keys = await read<{ keys: PassKey[] }>(published.answer)
  return keys.ok ? { ok: true, signed: signed.value, keys: keys.value.keys } : keys
}
