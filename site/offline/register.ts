/** Starts the service worker once the page is there. The site is whole without it: a browser that refuses says nothing. */
export function startKeeping(): void {
  if ('serviceWorker' in navigator) addEventListener('load', () => void register().catch(() => {}))
}

async function register(): Promise<void> {
  await navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' })
  const { active } = await navigator.serviceWorker.ready
  const files = performance.getEntriesByType('resource').map(({ name }) => name)
  active?.postMessage({ path: location.pathname, files }, [])
}
