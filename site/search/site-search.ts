import { counted, fill, type Counted } from '../../content/words.ts'
import type { Language } from '../../worker/contract/codes.ts'
import { formatDays } from '../../worker/contract/dates.ts'
import type { ExhibitionSummary } from '../../worker/contract/exhibition.ts'
import { searchExhibitions } from './search-exhibitions.ts'
import { searchPages, type Found } from './search-pages.ts'
import { searchQuery } from './search-words.ts'

interface SearchWords {
  title: string
  titleWith: string
  working: string
  found: Counted
  failed: string
  partly: string
  otherLanguage: string
  demonstration: string
  groups: Record<string, string>
  states: Record<string, string>
}

const shownAtOnce = 10

class SiteSearch extends HTMLElement {
  words = JSON.parse(this.dataset.words ?? '{}') as SearchWords
  language: Language = document.documentElement.lang === 'en' ? 'en' : 'ar'
  documentTitle = document.title
  /** Counts the searches: an answer to an earlier one is not shown. */
  turn = 0

  connectedCallback() {
    this.form.addEventListener('submit', (event) => {
      event.preventDefault()
      const query = this.input.value.trim()
      const address = query === '' ? location.pathname : `?${new URLSearchParams({ q: query })}`
      history.pushState(null, '', address)
      void this.search(query)
    })
    addEventListener('popstate', () => this.searchAsAddressed())
    this.piece('more').addEventListener('click', () => void this.showMore())
    this.searchAsAddressed()
  }

  get form() {
    return this.find('form', HTMLFormElement)
  }

  get input() {
    return this.find('input', HTMLInputElement)
  }

  find<E extends Element>(selector: string, kind: new () => E): E {
    const element = this.querySelector(selector)
    if (!(element instanceof kind)) throw new Error(`The search form has no ${selector}.`)
    return element
  }

  piece(name: string) {
    return this.find(`[data-part="${name}"]`, HTMLElement)
  }

  searchAsAddressed() {
    const query = new URLSearchParams(location.search).get('q')?.trim() ?? ''
    this.input.value = query
    if (query !== '' || this.turn > 0) void this.search(query)
  }

  async search(query: string) {
    this.turn += 1
    const { turn, words } = this
    this.rest = []
    this.lists((list) => list.replaceChildren())
    for (const name of ['exhibitions', 'pages', 'none', 'more', 'partly']) this.piece(name).hidden = true
    document.title = query === '' ? this.documentTitle : fill(words.titleWith, { query, title: this.documentTitle })
    this.say(query === '' ? '' : words.working)
    if (searchQuery(query) === '') return this.say('')

    const [pages, exhibitions] = await Promise.allSettled([searchPages(query), searchExhibitions(this.language, query)])
    if (turn !== this.turn) return
    if (pages.status === 'rejected') return this.say(words.failed)
    const found = exhibitions.status === 'fulfilled' ? exhibitions.value : []
    this.piece('partly').hidden = exhibitions.status === 'fulfilled'
    this.showExhibitions(found)
    this.rest = [...pages.value]
    await this.showMore()
    if (turn !== this.turn) return
    const count = found.length + pages.value.length
    this.say(counted(this.language, words.found, count, { query }))
    if (count === 0) this.offerOther(query)
  }

  rest: (() => Promise<Found>)[] = []

  say(text: string) {
    this.piece('status').textContent = text
  }

  lists(act: (list: Element) => void) {
    for (const list of this.querySelectorAll('ol')) act(list)
  }

  offerOther(query: string) {
    const link = this.find('[data-part="other"]', HTMLAnchorElement)
    const other = this.language === 'ar' ? 'en' : 'ar'
    link.href = `/${other}/search/?${new URLSearchParams({ q: query })}`
    link.textContent = fill(this.words.otherLanguage, { query })
    this.piece('none').hidden = false
  }

  result(url: string, title: string, about: string): DocumentFragment {
    const copy = this.find('template', HTMLTemplateElement).content.cloneNode(true) as DocumentFragment
    const link = copy.querySelector('a')
    link?.setAttribute('href', url)
    link?.append(title)
    copy.querySelector('[data-about]')?.append(about)
    return copy
  }

  showExhibitions(found: ExhibitionSummary[]) {
    this.piece('exhibitions').hidden = found.length === 0
    for (const { slug, title, venue, startsOn, endsOn, state } of found) {
      const address = `/${this.language}/exhibitions/${slug}/`
      const result = this.result(address, title[this.language], this.words.states[state] ?? '')
      result.querySelector('p')?.append(`${formatDays(this.language, startsOn, endsOn)} · ${venue[this.language]}`)
      this.find('[data-part="exhibitions"] ol', HTMLOListElement).append(result)
    }
  }

  async showMore() {
    const { turn } = this
    const list = this.find('[data-part="pages"] ol', HTMLOListElement)
    const next = await Promise.all(this.rest.splice(0, shownAtOnce).map((load) => load()))
    if (turn !== this.turn) return
    const before = list.children.length
    for (const { url, title, isDemonstration, excerpt } of next) {
      const about = isDemonstration ? ` · ${this.words.demonstration}` : ''
      const result = this.result(url, title, this.groupOf(url) + about)
      result
        .querySelector('p')
        ?.append(...excerpt.flatMap(({ word, isMarked }) => [isMarked ? marked(word) : word, ' ']))
      list.append(result)
    }
    this.piece('pages').hidden = list.children.length === 0
    this.piece('more').hidden = this.rest.length === 0
    if (before > 0) list.children[before]?.querySelector('a')?.focus()
  }

  groupOf(url: string): string {
    const [, , folder] = url.split('/')
    return this.words.groups[folder || 'home'] ?? this.words.groups.site ?? ''
  }
}

function marked(word: string): HTMLElement {
  const mark = document.createElement('mark')
  mark.textContent = word
  return mark
}

customElements.define('site-search', SiteSearch)
