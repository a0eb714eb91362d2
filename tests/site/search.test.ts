import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { kinOf } from '../../site/search/kin.ts'
import { readPage, withoutCommon } from '../../site/search/read-page.ts'
import { searchDocument } from '../../site/search/search-document.ts'
import { matchExhibitions } from '../../site/search/search-exhibitions.ts'
import { searchQuery } from '../../site/search/search-words.ts'
import type { ExhibitionSummary } from '../../worker/contract/exhibition.ts'
import { root } from '../guards/source-files.ts'

const page = (main: string, head = '') =>
  `<!doctype html><html><head>${head}</head><body><nav>قائمة</nav><main id="main">${main}</main></body></html>`
const textsOf = (html: string) => readPage(html)?.blocks.map(({ tag, words }) => `${tag} ${words.join(' ')}`)

describe('what search reads of a page', () => {
  test('the words of its main part, block by block, with entities as characters', () => {
    const html = page(
      '<h1>الحلوى <bdi>العُمانية</bdi></h1><p>تمر &amp; عسل&#39;</p><h3>أين؟</h3><ul><li>نزوى<li>صحار</ul>',
    )
    expect(textsOf(html)).toEqual(['h1 الحلوى العُمانية', "p تمر & عسل'", 'h2 أين؟', 'p نزوى', 'p صحار'])
  })

  test('no controls, drawings, scripts, sources or hidden parts', () => {
    const left = [
      '<nav>x</nav>',
      '<svg><text>x</text></svg>',
      '<script type="module">if (1 < 2) x()</script>',
      '<aside><div><p>x</p></div></aside>',
      '<p hidden>x</p>',
      '<span aria-hidden="true">x</span>',
      '<section data-search-skip><section>x</section>x</section>',
      '<form><label>x</label></form>',
    ]
    expect(textsOf(page(`<h1>عنوان</h1>${left.join('')}<p title="a > b">نص</p>`))).toEqual(['h1 عنوان', 'p نص'])
  })

  test('nothing of a page that search engines leave out, nor of one without a main part', () => {
    expect(readPage(page('<h1>x</h1>', '<meta name="robots" content="noindex">'))).toBeNull()
    expect(readPage('<html><body>x</body></html>')).toBeNull()
  })

  test('whether it is a demonstration', () => {
    expect(readPage(page('<h1>x</h1>'))?.isDemonstration).toBe(false)
    expect(readPage(`<p class="header-copy demonstration">x</p>${page('<h1>x</h1>')}`)?.isDemonstration).toBe(true)
  })

  test('what five pages say alike leads to none of them; their titles stay', () => {
    const pages = ['1', '2', '3', '4', '5'].map((n) => readPage(page(`<h1>Same</h1><p>Alike here</p><p>Only ${n}</p>`)))
    const kept = (count: number) => withoutCommon(pages.flatMap((one) => one ?? []).slice(0, count))[0]?.blocks.length
    expect([kept(5), kept(4)]).toEqual([2, 3])
  })
})

describe('a word is found however it is written', () => {
  test.for([
    ['مُعْرِض', 'معرض'],
    ['أُسر مُنتِجة', 'اسر منتجه'],
    ['الحلوى', 'الحلوي'],
    ['إبداعٌ', 'ابداع'],
    ['مســــقط', 'مسقط'],
    ['شؤون', 'شوون'],
    ['٣٧٤ و۱۲', '374 و12'],
    ['  ـ  MUTRAH   Souq ', 'mutrah souq'],
  ] as const)('%s is %s', ([typed, indexed]) => {
    expect(searchQuery(typed)).toBe(indexed)
  })

  test('the index holds the searched spelling and, word for word, the written one', () => {
    const read = readPage(page('<p>قبل</p><h1>سوقُ مطرح</h1><p>حُليّ ـ و"فضّة" &lt;b&gt;</p>'))
    if (!read) throw new Error('The page was not read.')
    const html = searchDocument('ar', read)
    expect(html).toContain('<html lang="ar">')
    expect(html).toContain('data-title="سوقُ مطرح"')
    expect(html).toContain('<h1>سوق مطرح</h1>')
    const written = /data-words="([^"]*)"/.exec(html)?.[1]?.split(' ') ?? []
    const indexed = [...html.matchAll(/<(?:h1|h2|p)>([^<]*)</g)].flatMap(([, text = '']) => text.split(' '))
    expect(written).toHaveLength(6)
    expect(indexed).toHaveLength(written.length)
    expect(written.slice(0, 3)).toEqual(['سوقُ', 'مطرح', 'قبل'])
    expect(html).not.toContain('<b>')
  })

  test('words of one kin lead to each other, and only they', () => {
    expect(kinOf('ar', ['والمعارض'])).toContain('معرض')
    expect(kinOf('ar', ['لِلأُسْرَة'])).toContain('اسر')
    expect(kinOf('en', ['Stall,'])).toContain('booth')
    expect(kinOf('ar', ['شيء'])).toEqual([])
  })
})

describe('exhibitions are found by title and venue', () => {
  const exhibition = (slug: string, ar: string, en: string, change: Partial<ExhibitionSummary> = {}) =>
    ({
      slug,
      title: { ar, en },
      venue: { ar: 'الساحة الأمامية لنزوى جراند مول', en: 'Nizwa Grand Mall forecourt' },
      startsOn: '2027-01-01',
      state: 'open',
      ...change,
    }) as ExhibitionSummary
  const all = [
    exhibition('later', 'ملتقى الإبداع الأُسري', 'Family Creativity Forum', { startsOn: '2027-02-01' }),
    exhibition('over', 'معرض الأسر المنتجة', 'Exhibition', { state: 'finished', startsOn: '2026-01-01' }),
    exhibition('sooner', 'معرض الأسر المنتجة', "Productive families' exhibition"),
  ]
  const found = (query: string, language: 'ar' | 'en' = 'ar') =>
    matchExhibitions(language, query, all).map(({ slug }) => slug)

  test('every word must be there, in any spelling, the soonest first and those that are over last', () => {
    expect(found('اسر منتجه')).toEqual(['sooner', 'over'])
    expect(found('مُعارض نزوي')).toEqual(['sooner', 'later', 'over'])
    expect(found('ابداع')).toEqual(['later'])
    expect(found('creativ', 'en')).toEqual(['later'])
    expect(found('ابداع صلالة')).toEqual([])
    expect(found('،')).toEqual([])
  })
})

describe('in the build', () => {
  const client = `${root}dist/client/`
  const files = readdirSync(`${client}pagefind`, { recursive: true, encoding: 'utf8' })

  test('each language has an index with a stemmer of its own, and nothing of Pagefind’s own interface', () => {
    for (const language of ['ar', 'en']) {
      expect(files).toContain(`wasm.${language}.pagefind`)
      expect(files.filter((file) => file.startsWith(`fragment/${language}_`)).length).toBeGreaterThan(20)
    }
    expect(files.filter((file) => /ui|highlight|\.css$/.test(file))).toEqual([])
  })

  test('only the search page may run WebAssembly', () => {
    const pages = readdirSync(client, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.html'))
    const allowed = pages.filter((file) => readFileSync(client + file, 'utf8').includes('wasm-unsafe-eval'))
    expect(allowed.sort()).toEqual(['ar/search/index.html', 'en/search/index.html'])
  })

  test.for(['ar', 'en'])(
    'the index of titles names every page that search engines may list, and no other (%s)',
    (language) => {
      const html = readFileSync(`${client}${language}/search/index.html`, 'utf8')
      const index = /<section class="page-index"[\s\S]*<\/main>/.exec(html)?.[0] ?? ''
      const listed = [...index.matchAll(/href="\/(?:ar|en)\/([^"]*)"/g)].map(([, path = '']) => path)
      const isBuilt = (path: string) => existsSync(`${client}${language}/${path}index.html`)
      const pages = readdirSync(`${client}${language}`, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('index.html') && !file.startsWith('programme/which-track/'))
        .filter((file) => readPage(readFileSync(`${client}${language}/${file}`, 'utf8')) !== null)
        .map((file) => file.replace(/index\.html$/, ''))
      const ownStart = 'programme/which-track/'
      expect(listed.filter(isBuilt).sort()).toEqual([...pages, ownStart].sort())
      expect(new Set(listed).size).toBe(listed.length)
      const onDemand = [
        'exhibitions/',
        'bookings/',
        'calendar/',
        'outlets/',
        'companies/needs/',
        'companies/impact/',
        'pledges/',
      ]
      expect(listed.filter((path) => !isBuilt(path)).sort()).toEqual(onDemand.sort())
    },
  )
})
