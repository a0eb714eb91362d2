import { cacheNames } from '../../offline/kept-copy.ts'
import { forgetEveryGate } from './kept-gate.ts'

/** Signing out takes the gate's page and lists off this phone. What was not sent stays for whoever signs in next. */
export function forgetOnSignOut(): void {
  const bar = document.querySelector('.desk-bar')
  bar?.addEventListener('submit', (event) => {
    const form = event.target
    if (!(form instanceof HTMLFormElement) || !mayHoldGate()) return
    event.preventDefault()
    void forgetGate().finally(() => form.submit())
  })
  bar?.addEventListener('click', (event) => {
    const link =
      event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href^="/cdn-cgi/"]') : null
    if (!link || !mayHoldGate()) return
    event.preventDefault()
    void forgetGate().finally(() => location.assign(link.href))
  })
}

const mayHoldGate = (): boolean => 'caches' in window && 'indexedDB' in window

async function forgetGate(): Promise<void> {
  await Promise.allSettled([caches.delete(cacheNames.gate), forgetEveryGate()])
}
