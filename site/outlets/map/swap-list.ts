const parts = ['filters', 'count', 'list', 'share']

/**
 * With the map open, a filter changes list and map in place, with what the server answers to the filter's own link.
 * Whatever goes wrong ends in following that link.
 */
export function followFilters(finder: HTMLElement, onListed: () => void): void {
  async function showAnswer(href: string): Promise<void> {
    const answer = await fetch(href)
    if (!answer.ok) throw new Error(String(answer.status))
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const wasUnfolded = finder.querySelector('details')?.open
    for (const part of parts) {
      const fresh = page.querySelector(`[data-part=${part}]`)
      if (!fresh) throw new Error(part)
      finder.querySelector(`[data-part=${part}]`)?.replaceChildren(...fresh.childNodes)
    }
    const fold = finder.querySelector('details')
    if (fold && wasUnfolded) fold.open = true
    document.title = page.title
    shown = location.search
    onListed()
  }

  let shown = location.search
  const links = () => [...finder.querySelectorAll<HTMLElement>('[data-filter]')]

  finder.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[data-filter]') : null
    if (!link?.href || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    const place = links().indexOf(link)
    history.pushState(null, '', link.href)
    showAnswer(link.href)
      .then(() => (links()[place] ?? links()[0])?.focus({ preventScroll: true }))
      .catch(() => location.reload())
  })
  addEventListener('popstate', () => {
    // The address of a chosen outlet changes its fragment alone.
    if (location.search !== shown) showAnswer(location.href).catch(() => location.reload())
  })
}
