import { isOurGateList, readGateList } from '../../../worker/contract/gate-list.ts'
import { importPassKey, type PassKey } from '../../../worker/contract/pass.ts'
import { isAsset } from '../../offline/addresses.ts'
import { cacheNames, copyOf } from '../../offline/kept-copy.ts'
import { keepDay, type KeptDay } from './kept-gate.ts'
import { fetchGateList, type Silence } from './send-check-ins.ts'

export type KeepListOutcome = { ok: true; kept: KeptDay } | Silence | { ok: false; reason: 'forged' }

/** Fetches the list of today and keeps it, if it is ours. */
export async function keepList(slug: string): Promise<KeepListOutcome> {
  const fetched = await fetchGateList(slug)
  if (!fetched.ok) return fetched
  const { signed, keys } = fetched
  const list = readGateList(signed.text)
  const canVerify = await canCheckSignatures(keys)
  if (!list || list.slug !== slug || (canVerify && !(await isOurGateList(keys, signed)))) {
    return { ok: false, reason: 'forged' }
  }
  const clockBehindMs = Date.parse(list.asOf) - Date.now()
  const kept = { slug, day: list.day, signed, keys, canVerify, clockBehindMs }
  await keepDay(kept)
  return { ok: true, kept }
}

const canCheckSignatures = (keys: PassKey[]): Promise<boolean> =>
  Promise.all(keys.map(importPassKey)).then(
    () => true,
    () => false,
  )

/** Keeps the page itself, without anything of a person, so that it opens without a network until the day is over. */
export async function keepShell(until: string): Promise<void> {
  await navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' })
  await navigator.serviceWorker.ready
  // The camera's code must be there when it is asked for without a network.
  await (await import('./read-qr.ts')).openQrReader()
  const answer = await fetch(location.pathname, { cache: 'no-store', redirect: 'error' })
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  if (!page.querySelector('gate-station')) throw new Error('The gate is not open.')
  for (const part of page.querySelectorAll('.desk-bar, [data-not-kept]')) part.remove()
  const files = performance.getEntriesByType('resource').map(({ name }) => new URL(name))
  const cache = await caches.open(cacheNames.gate)
  const own = files.filter(({ origin, pathname }) => origin === location.origin && isAsset(pathname))
  await cache.addAll([...new Set(own.map(({ pathname }) => pathname))])
  await cache.put(location.pathname, copyOf(answer, `<!doctype html>${page.documentElement.outerHTML}`, until))
  await navigator.storage?.persist?.().catch(() => false)
}
