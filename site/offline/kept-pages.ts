import { formatInstant } from '../../worker/contract/dates.ts'
import { languageOf } from '../ui/language.ts'
import { isPersonalPage } from './addresses.ts'
import { cacheNames, isOutdated, keptAt } from './kept-copy.ts'

interface KeptPage {
  path: string
  title: string
  at: string
}

class KeptPages extends HTMLElement {
  connectedCallback() {
    if (!('caches' in window)) return
    this.querySelector('[data-any] button')?.addEventListener('click', () => void this.removeAll())
    void this.show().then(() => {
      this.hidden = false
    })
  }

  async show() {
    const [asked, pages] = await Promise.all([listKept('asked'), listKept('pages')])
    this.fill('asked', asked)
    this.fill('pages', pages)
    const isAny = asked.length + pages.length > 0
    for (const part of this.querySelectorAll<HTMLElement>('[data-any]')) part.hidden = !isAny
    for (const part of this.querySelectorAll<HTMLElement>('[data-empty]')) part.hidden = isAny
  }

  fill(list: 'asked' | 'pages', kept: KeptPage[]) {
    const part = this.querySelector<HTMLElement>(`[data-list=${list}]`)
    const template = this.querySelector('template')
    if (!part || !template) return
    part.hidden = kept.length === 0
    part.querySelector('ul')?.replaceChildren(...kept.map((page) => this.row(template, list, page)))
  }

  row(template: HTMLTemplateElement, list: 'asked' | 'pages', { path, title, at }: KeptPage): DocumentFragment {
    const row = document.importNode(template.content, true)
    const write = (selector: string, text: string) => row.querySelector(selector)?.append(text)
    const shown = formatInstant(languageOf(new URL(location.href)), at)
    write('a', title)
    write('bdi', isPersonalPage(path) ? (path.split('/')[3] ?? '') : '')
    write('.quiet', (this.dataset.keptOn ?? '').replace('{time}', shown))
    write('.hidden-text', title)
    const link = row.querySelector('a')
    if (link) Object.assign(link, { href: path, lang: path.slice(1, 3), dir: 'auto' })
    row.querySelector('button')?.addEventListener('click', () => void this.forget(list, path))
    return row
  }

  async forget(list: 'asked' | 'pages', path: string) {
    await (await caches.open(cacheNames[list])).delete(path)
    await this.show()
    this.say(this.dataset.removed ?? '')
  }

  async removeAll() {
    for (const name of [cacheNames.asked, cacheNames.pages]) await caches.delete(name)
    await this.show()
    this.say(this.dataset.allRemoved ?? '')
  }

  /** The button that was pressed is gone, so the sentence takes the focus. */
  say(sentence: string) {
    const status = this.querySelector<HTMLElement>('[role=status]')
    if (!status) return
    status.textContent = sentence
    status.focus()
  }
}

/** The pages of a cache, the latest first; those whose time is over are removed on the way. */
async function listKept(list: 'asked' | 'pages'): Promise<KeptPage[]> {
  const cache = await caches.open(cacheNames[list])
  const kept: KeptPage[] = []
  for (const request of await cache.keys()) {
    const copy = await cache.match(request, { ignoreVary: true })
    const path = new URL(request.url).pathname
    // Beside the pages that were asked for stand their styles.
    if (!copy || (list === 'asked' && !isPersonalPage(path))) continue
    if (isOutdated(copy, new Date())) await cache.delete(request)
    else kept.push({ path, title: titleOf(await copy.clone().text()), at: keptAt(copy) })
  }
  return kept.toSorted((one, other) => other.at.localeCompare(one.at))
}

/** A page's title without the site's name. */
function titleOf(html: string): string {
  // Reading the whole page as a document would apply this page's policy to its styles, and complain.
  const title = document.createElement('template')
  title.innerHTML = /<title>([^<]*)/.exec(html)?.[1] ?? ''
  return (title.content.textContent ?? '').replace(/ – [^–]*$/, '')
}

customElements.define('kept-pages', KeptPages)
