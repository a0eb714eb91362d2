import type { Page } from 'playwright-core'

/** What a page's HTML says of itself, before any script runs. */
export interface PageFacts {
  lang: string
  dir: string
  title: string
  isIndexed: boolean
  canonical: string | null
  /** `ar /ar/…` for each language. */
  alternates: string[]
  /** Levels and texts of the headings, in order. */
  headings: { level: number; text: string }[]
  /** The name and type of each field. */
  fields: string[]
  ids: string[]
  landmarks: Record<'header' | 'main' | 'footer' | 'nav' | 'unnamedNav' | 'outside', number>
  /** Own addresses in links and files, as path, query and fragment. */
  links: string[]
  files: string[]
  /** Files of other sites that the page would load. */
  foreign: string[]
  /** Elements that the page's policy or its readers would not accept. */
  faults: string[]
  fontPreloads: number
}

/** Reads HTML as a browser does, without running it. `page` is any page that is open; `path` says where the HTML is from. */
export function readFacts(page: Page, html: string, path: string): Promise<PageFacts> {
  return page.evaluate(
    ([source, from]) => {
      const origin = 'https://site.test'
      const document = new DOMParser().parseFromString(source, 'text/html')
      const all = (selector: string) => [...document.querySelectorAll(selector)]
      const attribute = (selector: string, name: string) => document.querySelector(selector)?.getAttribute(name) ?? null
      const own = (selector: string, name: string) =>
        all(selector).flatMap((element) => {
          const address = new URL(element.getAttribute(name) ?? '', origin + from)
          return address.origin === origin ? [address.pathname + address.search + address.hash] : []
        })
      const outer = (element: Element) => element.outerHTML.slice(0, 120)
      const pathOf = (href: string | null) => href && new URL(href, origin).pathname
      const isTop = (element: Element) => !element.parentElement?.closest('main, article, section, aside, nav')

      const inBody = [...document.body.children].filter(
        (element) =>
          !element.matches('header, main, footer, nav, aside, script, style, template, [aria-hidden=true], .skip'),
      )
      return {
        lang: document.documentElement.lang,
        dir: document.documentElement.dir,
        title: document.title,
        isIndexed: attribute('meta[name=robots]', 'content') !== 'noindex',
        canonical: pathOf(attribute('link[rel=canonical]', 'href')),
        alternates: all('link[rel=alternate][hreflang]').map(
          (link) => `${link.getAttribute('hreflang')} ${pathOf(link.getAttribute('href'))}`,
        ),
        headings: all('h1, h2, h3, h4, h5, h6').map((heading) => ({
          level: Number(heading.localName.slice(1)),
          text: heading.textContent?.trim() ?? '',
        })),
        fields: all('input, select, textarea, button[name]').map(
          (field) => `${field.getAttribute('name')} ${field.getAttribute('type') ?? field.localName}`,
        ),
        ids: all('[id]').map(({ id }) => id),
        landmarks: {
          header: all('header').filter(isTop).length,
          main: all('main').length,
          footer: all('footer').filter(isTop).length,
          nav: all('nav').length,
          unnamedNav: all('nav:not([aria-label], [aria-labelledby])').length,
          outside: inBody.length,
        },
        links: own('a[href], area[href]', 'href'),
        foreign: all('link[rel]:not([rel=canonical], [rel=alternate]), script[src], img[src], source[src], iframe[src]')
          .map((element) => new URL(element.getAttribute('href') ?? element.getAttribute('src') ?? '', origin + from))
          .filter((address) => address.origin !== origin && address.protocol !== 'data:')
          .map(({ href }) => href),
        files: [
          ...own('link[rel=stylesheet], link[rel=icon], link[rel=preload], link[rel=manifest]', 'href'),
          ...own('link[rel=apple-touch-icon], link[rel=alternate][type], use[href], image[href]', 'href'),
          ...own('script[src], img[src], source[src]', 'src'),
        ],
        faults: [
          ...all('img:not([alt])').map((image) => `an image without alt: ${outer(image)}`),
          ...all('[style]').map((element) => `a style attribute: ${outer(element)}`),
          ...all('*')
            .filter((element) => element.getAttributeNames().some((name) => name.startsWith('on')))
            .map((element) => `a handler in an attribute: ${outer(element)}`),
          ...all('a[href^="javascript:"]').map((link) => `a script as an address: ${outer(link)}`),
          ...all('a[target=_blank]:not([rel~=noopener])').map((link) => `a window that can reach back: ${outer(link)}`),
          ...all('[aria-labelledby], [aria-describedby], label[for], [aria-controls]').flatMap((element) =>
            ['aria-labelledby', 'aria-describedby', 'for', 'aria-controls'].flatMap((name) =>
              (element.getAttribute(name)?.split(/\s+/) ?? [])
                .filter((id) => id !== '' && !document.querySelector(`#${CSS.escape(id)}`))
                .map((id) => `${name} points to no #${id}: ${outer(element)}`),
            ),
          ),
        ],
        fontPreloads: all('link[rel=preload][as=font]').length,
      }
    },
    [html, path] as const,
  )
}
