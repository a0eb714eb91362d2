import { isOurGateList, readGateList } from '../../../worker/contract/gate-list.ts'
import { importPassKey, type PassKey } from '../../../worker/contract/pass.ts'
import { isAsset, isGatePage } from '../../offline/addresses.ts'
import { cacheNames, copyOf } from '../../offline/kept-copy.ts'
import { keepDay, renewDay, type KeptDay } from './kept-gate.ts'
import { fetchGateList, type Silence } from './send-check-ins.ts'

export type KeepListOutcome = { ok: true; kept: KeptDay } | Silence | { ok: false; reason: 'forged' }

/** Fetches the list of today and keeps it, if it is ours. */
export const keepList = (slug: string): Promise<KeepListOutcome> => fetchList(slug, keepDay)

/** The same on a phone that is prepared, unless it is told to forget meanwhile. */
export const renewList = (slug: string): Promise<KeepListOutcome> => fetchList(slug, renewDay)

async function fetchList(slug: string, keep: (day: KeptDay) => Promise<unknown>): Promise<KeepListOutcome> {
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
  await keep(kept)
  return { ok: true, kept }
}

const canCheckSignatures = (keys: PassKey[]): Promise<boolean> =>
  Promise.all(keys.map(importPassKey)).then(
    () => true,
    () => false,
  )

/** Keeps the page itself, without anything of a person, so that it opens without a network until the day is over. */
export async function keepShell(until: string, clockBehindMs: number): Promise<void> {
  await navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' })
  await navigator.serviceWorker.ready
  // The camera's code must be there when it is asked for without a network.
  const [{ openQrReader }] = await Promise.all([import('./read-qr.ts'), import('./camera.ts')])
  await openQrReader()
  const answer = await fetch(location.pathname, { cache: 'no-store', redirect: 'error' })
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  if (!page.querySelector('gate-station')) throw new Error('The gate is not open.')
  for (const part of page.querySelectorAll('.desk-bar, [data-not-kept]')) part.remove()
  const files = performance.getEntriesByType('resource').map(({ name }) => new URL(name))
  const cache = await caches.open(cacheNames.gate)
  const own = files.filter(({ origin, pathname }) => origin === location.origin && isAsset(pathname))
  await cache.addAll([...new Set(own.map(({ pathname }) => pathname))])
  // The service worker looks at the phone's clock, which may be another than ours.
  const untilHere = new Date(Date.parse(until) - clockBehindMs).toISOString()
  await cache.put(location.pathname, copyOf(answer, `<!doctype html>${page.documentElement.outerHTML}`, untilHere))
  await navigator.storage?.persist?.().catch(() => false)
}

/** Removes one gate's page in both languages, and the files with it once no other gate's is kept. */
export async function forgetShell(slug: string): Promise<void> {
  const cache = await caches.open(cacheNames.gate)
  const pages = (await cache.keys()).filter(({ url }) => isGatePage(new URL(url).pathname))
  const own = pages.filter(({ url }) => new URL(url).pathname.endsWith(`/gate/${slug}/`))
  for (const page of own) await cache.delete(page, { ignoreVary: true })
  if (own.length === pages.length) await caches.delete(cacheNames.gate)
}
