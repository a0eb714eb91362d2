import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** Waits until the service worker answers for the page, and has kept what the page told it to. */
export async function waitUntilKept(page: Page, path: string): Promise<void> {
  const isKept = () =>
    page.evaluate(
      async (wanted) =>
        navigator.serviceWorker.controller !== null &&
        (await caches.match(wanted, { ignoreSearch: true })) !== undefined,
      path,
    )
  await expect.poll(isKept).toBe(true)
}

/** The paths of everything that is kept, whatever keeps it. */
export const keptPaths = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const paths: string[] = []
    for (const name of await caches.keys()) {
      for (const { url } of await (await caches.open(name)).keys()) paths.push(new URL(url).pathname)
    }
    return paths
  })

/** All that is kept, as text. */
export const keptText = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    let text = ''
    for (const name of await caches.keys()) {
      const cache = await caches.open(name)
      for (const request of await cache.keys()) text += await (await cache.match(request))?.clone().text()
    }
    return text
  })

export const notice = (page: Page) => page.locator('.kept-notice')
