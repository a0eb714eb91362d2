import { cacheNames as workboxNames, clientsClaim } from 'workbox-core'
import { ExpirationPlugin } from 'workbox-expiration'
import { matchPrecache, precacheAndRoute } from 'workbox-precaching'
import { registerRoute, setCatchHandler } from 'workbox-routing'
import { CacheFirst, NetworkFirst, type Strategy } from 'workbox-strategies'
import { languageOf } from '../../ui/language.ts'
import { isAsset, isGatePage, isPersonalPage, isPublicPage } from '../addresses.ts'
import { cacheNames, copyOf, isOutdated, keptAt, mayBeKept } from '../kept-copy.ts'
import { tellAbsence, tellAge } from './notice.ts'

declare const self: ServiceWorkerGlobalScope
/** Written by site/offline-integration.ts: the offline pages and their styles and scripts. */
declare const PRECACHED: { url: string; revision: string | null }[]

const daySeconds = 24 * 60 * 60
const onAnyQuery = { ignoreSearch: true, ignoreVary: true }
const purgeOnQuotaError = true

// Pages come from the network first and assets never change, so a new version serves the pages of the old one.
void self.skipWaiting()
clientsClaim()
precacheAndRoute(PRECACHED)

const pages = new NetworkFirst({
  cacheName: cacheNames.pages,
  networkTimeoutSeconds: 4,
  matchOptions: onAnyQuery,
  plugins: [
    {
      // An address with a query may hold what somebody typed.
      cacheWillUpdate: async ({ request, response }) =>
        new URL(request.url).search === '' && mayBeKept(response) ? copyOf(response) : null,
    },
    new ExpirationPlugin({ maxEntries: 40, maxAgeSeconds: 30 * daySeconds, purgeOnQuotaError }),
    {
      cachedResponseWillBeUsed: async ({ request, cachedResponse }) =>
        cachedResponse && tellAge(cachedResponse, new URL(request.url)),
    },
  ],
})

const asked = new NetworkFirst({
  cacheName: cacheNames.asked,
  networkTimeoutSeconds: 6,
  matchOptions: onAnyQuery,
  plugins: [
    {
      // Only a person's wish puts a copy there (keep-on-phone.ts).
      cacheWillUpdate: async () => null,
      cachedResponseWillBeUsed: async ({ request, cachedResponse }) =>
        cachedResponse && !isOutdated(cachedResponse, new Date())
          ? tellAge(cachedResponse, new URL(request.url))
          : null,
    },
  ],
})

const gate = new NetworkFirst({
  cacheName: cacheNames.gate,
  networkTimeoutSeconds: 6,
  matchOptions: onAnyQuery,
  plugins: [
    {
      // Only preparing a phone puts the page there, without anything of a person (desk/gate/prepare.ts).
      cacheWillUpdate: async () => null,
      cachedResponseWillBeUsed: async ({ cachedResponse }) =>
        cachedResponse && !isOutdated(cachedResponse, new Date()) ? cachedResponse : null,
    },
  ],
})

const assets = new CacheFirst({
  cacheName: cacheNames.assets,
  matchOptions: { ignoreVary: true },
  plugins: [
    { cacheWillUpdate: async ({ response }) => (response.status === 200 ? response : null) },
    new ExpirationPlugin({ maxEntries: 120, maxAgeSeconds: 90 * daySeconds, purgeOnQuotaError }),
  ],
})

const isVisit = (request: Request) => request.mode === 'navigate'
registerRoute(({ request, url }) => isVisit(request) && isOwn(url) && isPublicPage(url.pathname), pages)
registerRoute(({ request, url }) => isVisit(request) && isOwn(url) && isPersonalPage(url.pathname), asked)
registerRoute(({ request, url }) => isVisit(request) && isOwn(url) && isGatePage(url.pathname), gate)
registerRoute(({ url }) => isOwn(url) && isAsset(url.pathname), assets)

setCatchHandler(async ({ request }) => {
  // A page that was asked for has its styles beside it.
  if (!isVisit(request)) return (await caches.match(request)) ?? Response.error()
  const address = new URL(request.url)
  const page = await matchPrecache(`/${languageOf(address)}/offline/`)
  return page ? tellAbsence(page, address) : Response.error()
})

self.addEventListener('activate', (event) => event.waitUntil(removeOldCaches()))
self.addEventListener('message', (event) => event.waitUntil(keepVisit(event)))

function isOwn(url: URL): boolean {
  return url.origin === self.location.origin
}

async function removeOldCaches(): Promise<void> {
  const known: string[] = [...Object.values(cacheNames), workboxNames.precache]
  const old = (await caches.keys()).filter((name) => !known.includes(name))
  await Promise.all(old.map((name) => caches.delete(name)))
}

/** What register.ts sends after each page: the first one and its files came before this worker did. */
interface Visit {
  path: string
  files: string[]
}

async function keepVisit(event: ExtendableMessageEvent): Promise<void> {
  const { path, files } = event.data as Visit
  const ownFiles = files.map((file) => new URL(file)).filter((file) => isOwn(file) && isAsset(file.pathname))
  const wanted: Promise<unknown>[] = ownFiles.map((file) => keep(assets, event, file.href))
  if (isPublicPage(path) && !(await isKept(path, 365))) wanted.push(keep(pages, event, path))
  const outlets = `/${languageOf(new URL(path, self.location.origin))}/outlets/`
  if (!(await isKept(outlets, 1)) && !savesData()) wanted.push(keepWithFiles(event, outlets))
  await Promise.allSettled(wanted)
}

async function isKept(path: string, days: number): Promise<boolean> {
  const copy = await caches.match(path, { cacheName: cacheNames.pages, ignoreVary: true })
  return copy !== undefined && Date.parse(keptAt(copy)) > Date.now() - days * daySeconds * 1000
}

async function keep(strategy: Strategy, event: ExtendableEvent, address: string): Promise<Response> {
  const [answer, done] = strategy.handleAll({ event, request: new Request(address) })
  const kept = await answer
  await done
  return kept
}

/** A page that nobody has opened yet, with its styles and scripts. */
async function keepWithFiles(event: ExtendableEvent, path: string): Promise<void> {
  const html = await (await keep(pages, event, path)).text()
  const files = html.match(/\/_astro\/[\w.@-]+\.(?:css|js)/g) ?? []
  await Promise.allSettled(files.map((file) => keep(assets, event, file)))
}

function savesData(): boolean {
  const { connection } = self.navigator as WorkerNavigator & { connection?: { saveData?: boolean } }
  return connection?.saveData === true
}
