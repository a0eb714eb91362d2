declare const self: ServiceWorkerGlobalScope

// Served as /sw.js when the operator builds with OFFLINE=off: ends what an earlier build installed.
self.addEventListener('install', () => void self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(leave()))

async function leave(): Promise<void> {
  for (const name of await caches.keys()) await caches.delete(name)
  indexedDB.deleteDatabase('workbox-expiration')
  await self.registration.unregister()
}
