import type { Page } from 'playwright-core'
import { expect, inject, test } from 'vitest'
import { footerGroups, headerPlaces, sections } from '../../site/ui/navigation.ts'
import { exhibitions } from './demonstration.ts'
import { answerTo, newVisitor, open } from './visitor.ts'
import { wordsOf } from './words.ts'

const languages = ['ar', 'en'] as const
const pathOf = (page: Page) => new URL(page.url()).pathname
const otherThan = (language: 'ar' | 'en') => (language === 'ar' ? 'en' : 'ar')

/** What is cut off, hidden or laid over something else among the header's words. */
const headerFaults = (page: Page) =>
  page.evaluate(() => {
    const width = document.documentElement.clientWidth
    const parts = [...document.querySelectorAll('.header a, .header-copy')].map((element) => ({
      name: element.textContent?.trim() ?? '',
      box: element.getBoundingClientRect(),
      isSmall: element.matches('a') && element.getBoundingClientRect().height < 24,
      isCut: element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display !== 'inline',
    }))
    const faults = parts.flatMap(({ name, box, isCut, isSmall }) =>
      isCut || isSmall || box.left < 0 || box.right > width ? [`${name} is cut or too small`] : [],
    )
    for (const [index, { name, box }] of parts.entries())
      for (const later of parts.slice(index + 1)) {
        const across = Math.min(box.right, later.box.right) - Math.max(box.left, later.box.left)
        const down = Math.min(box.bottom, later.box.bottom) - Math.max(box.top, later.box.top)
        if (across > 1 && down > 1) faults.push(`${name} lies over ${later.name}`)
      }
    const wider = Math.max(document.documentElement.scrollWidth, document.body.scrollWidth) - width
    return wider > 0 ? [...faults, `${wider} px wider than the window`] : faults
  })

/** Every word of three letters and more, three tenths longer. */
const lengthenWords = (page: Page) =>
  page.evaluate(() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      if (node.parentElement?.closest('script, style')) continue
      node.textContent = (node.textContent ?? '').replaceAll(
        /\p{L}{3,}/gu,
        (word) => word + word.slice(0, Math.ceil(word.length * 0.3)),
      )
    }
  })

test.for(languages)('the header fits a window of 320 px, with longer words too (%s)', async (language) => {
  const page = await newVisitor({ device: 'phone' })
  for (const path of ['', 'privacy/', 'bookings/']) {
    await open(page, `/${language}/${path}`)
    expect(await page.locator('.header nav a').allInnerTexts()).toEqual(
      headerPlaces.map(({ id }) => wordsOf(language).site.nav[id]),
    )
    expect(await headerFaults(page), path).toEqual([])
    await lengthenWords(page)
    expect(await headerFaults(page), `${path} with longer words`).toEqual([])
  }
})

test('a header that is cut off is found', async () => {
  const page = await newVisitor({ device: 'phone' })
  await open(page, '/en/privacy/')
  await page.evaluate(() => {
    for (const part of document.querySelectorAll<HTMLElement>('.header nav :is(ul, a)')) {
      part.style.whiteSpace = 'nowrap'
      part.style.flexWrap = 'nowrap'
    }
  })
  await lengthenWords(page)
  expect(await headerFaults(page)).not.toEqual([])
})

test.for(languages)(
  'the header and the footer lead to every section, and say which one is open (%s)',
  async (language) => {
    const page = await newVisitor({ device: 'phone', hasScript: false })
    const listed: readonly { path: string }[][] = [headerPlaces, ...footerGroups.map(({ places }) => places)]
    const paths = new Set(listed.flat().map(({ path }) => path))
    for (const path of paths) {
      expect((await open(page, `/${language}/${path}`)).status(), path).toBe(200)
      const current = page.locator('.header [aria-current=page], footer [aria-current=page]')
      const marked = await current.evaluateAll((links) => links.map((link) => link.getAttribute('href')))
      expect(marked.length, path).toBeGreaterThan(0)
      expect(new Set(marked)).toEqual(new Set([`/${language}/${path}`]))
    }
    await open(page, `/${language}/exhibitions/${exhibitions.round.slug}/`)
    const section = page.locator('.header [aria-current=true]')
    expect(await section.allInnerTexts()).toEqual([wordsOf(language).site.nav.exhibitions])
    expect(sections.map(({ id }) => id)).toContain('exhibitions')
  },
)

test.for(languages)('the other language is one link away, on the same page (%s)', async (language) => {
  const page = await newVisitor({ device: 'phone', hasScript: false })
  for (const path of ['', 'your-data/', 'nowhere/']) {
    await open(page, `/${language}/${path}`)
    const other = page.locator('header a[hreflang]')
    expect(await other.getAttribute('lang')).toBe(otherThan(language))
    await answerTo(page, () => other.click())
    expect(pathOf(page)).toBe(`/${otherThan(language)}/${path}`)
  }
})

test.for(languages)('a refusal stands at the address that was asked for, never at its own (%s)', async (language) => {
  const page = await newVisitor({ hasScript: false })
  const { site, booking } = wordsOf(language)
  for (const code of ['busy', 'internal-error', 'not-found', 'nonsense']) {
    expect((await open(page, `/${language}/refused/${code}/`)).status()).toBe(404)
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(site.notFound.title)
  }
  const refused = await fetch(`${inject('url')}/${language}/bookings/`, {
    method: 'POST',
    headers: { Origin: 'https://elsewhere.test' },
  })
  expect(refused.status).toBe(403)
  const html = await refused.text()
  expect(html).toContain(booking.refused.cross_site.title)
  expect(html).toMatch(new RegExp(`<a class="header-language" href="/${otherThan(language)}/bookings/"`))
})

test.for(languages)(
  'an unknown page, file and folder are one page in the language of the address (%s)',
  async (language) => {
    const page = await newVisitor({ device: 'phone', hasScript: false })
    for (const path of ['nowhere/', 'nowhere.png', 'programme/nowhere/', 'stories/nowhere/', 'outlets/nowhere/']) {
      expect((await open(page, `/${language}/${path}`)).status(), path).toBe(404)
      expect(await page.locator('html').getAttribute('lang')).toBe(language)
      expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(wordsOf(language).site.notFound.title)
      const ways = await page.locator('main a').evaluateAll((links) => links.map((link) => link.getAttribute('href')))
      expect(ways).toEqual(['exhibitions/', 'bookings/', '', 'search/'].map((way) => `/${language}/${way}`))
    }
  },
)

test.for(languages)(
  'a page that shows demonstration things says so at its top, another page does not (%s)',
  async (language) => {
    const page = await newVisitor({ device: 'phone', hasScript: false })
    const mark = page.locator('header').getByText(wordsOf(language).site.demonstration, { exact: true })
    await open(page, `/${language}/exhibitions/${exhibitions.round.slug}/`)
    expect(await mark.isVisible()).toBe(true)
    await open(page, `/${language}/privacy/`)
    expect(await mark.count()).toBe(0)
  },
)

test.for(languages)(
  'home and the pages around it print without navigation, dark ink on white (%s)',
  async (language) => {
    const page = await newVisitor()
    for (const path of ['', 'privacy/', 'open-data/']) {
      await open(page, `/${language}/${path}`)
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
      expect(await page.locator('nav, header a[hreflang], .footer-places').filter({ visible: true }).count()).toBe(0)
      const grounds = await page.evaluate(() =>
        [...document.querySelectorAll('body, main, main > .full, footer')].map(
          (element) => getComputedStyle(element).backgroundColor,
        ),
      )
      expect(grounds.filter((colour) => !['rgb(255, 255, 255)', 'rgba(0, 0, 0, 0)'].includes(colour))).toEqual([])
      await page.emulateMedia({ media: 'screen', colorScheme: 'light' })
    }
  },
)
