import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { encode } from 'uqr'
import { expect, test } from 'vitest'
import { wordsOf } from '../../content/words.ts'
import { seededExhibitions } from '../../db/seed/exhibitions.ts'
import type { ExhibitionDetail } from '../../worker/contract/exhibition.ts'
import { exhibitionCard } from '../../site/publicity/exhibition-card.ts'
import { fitText, widthOf } from '../../site/publicity/fit-text.ts'
import { pressFacts } from '../../site/publicity/press-facts.ts'
import { qrPath } from '../../site/publicity/qr-path.ts'
import { root } from '../guards/source-files.ts'

const languages = ['ar', 'en'] as const
const address = new URL('https://tamkeen.test/ar/exhibitions/one/')

/** The modules that a path of unit rows covers. */
function modulesOf({ size, d }: { size: number; d: string }): boolean[][] {
  const rows = Array.from({ length: size }, () => Array.from({ length: size }, () => false))
  for (const [, x, y, width] of d.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g))
    for (let step = 0; step < Number(width); step += 1) rows[Number(y)]?.splice(Number(x) + step, 1, true)
  return rows
}

test('a drawn code has the modules of its address, and the four light ones around it that readers need', () => {
  for (const text of ['https://tamkeen.test/ar/exhibitions/one/', `https://tamkeen.test/${'long-'.repeat(20)}/`]) {
    const drawn = qrPath(text)
    expect(modulesOf(drawn)).toEqual(encode(text, { ecc: 'M', border: 4 }).data)
    const edge = modulesOf(drawn).filter((row, y) => y < 4 || y >= drawn.size - 4 || row.slice(0, 4).includes(true))
    expect(edge.flat().includes(true)).toBe(false)
  }
  expect(modulesOf(qrPath('a'))).not.toEqual(modulesOf(qrPath('b')))
})

test('fitted lines say the whole text in its order and fit their room, unless they end in an ellipsis', () => {
  const word = fc.stringMatching(/^[ابتثجحخدرسصطعفقكلمنهوي]{1,12}$/)
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 25 }), (words) => {
      const text = words.join(' ')
      const { size, lines } = fitText(
        text,
        { width: 912, lines: 2, sizes: [96, 72] },
        { width: 912, lines: 3, sizes: [48] },
      )
      expect(lines.length).toBeLessThanOrEqual(3)
      for (const line of lines) expect(widthOf(line) * size).toBeLessThanOrEqual(912)
      const said = lines.join(' ')
      if (said.endsWith('…')) expect(text.startsWith(said.slice(0, -1))).toBe(true)
      else expect(said).toBe(text)
    }),
  )
})

function detail(change: Partial<ExhibitionDetail> = {}): ExhibitionDetail {
  const { slug, title, venue, governorate, mode, review, description } = seededExhibitions.muscatMall
  return {
    slug,
    title,
    venue,
    governorate,
    mode,
    review,
    description,
    series: null,
    startsOn: '2026-12-13',
    endsOn: '2027-01-09',
    state: 'open',
    bookingOpensAt: '2026-11-01T05:00:00.000Z',
    bookingClosesAt: '2026-12-06T10:00:00.000Z',
    stallsTotal: 10,
    stallsFree: 4,
    isDemonstration: false,
    plan: { width: 10, height: 10, features: [] },
    zones: [],
    stalls: [],
    hours: { opens: '10:00', closes: '22:00' },
    applications: 0,
    offersOutOfOrder: 0,
    ...change,
  }
}

test.for(languages)('a card is a square drawing without styles or scripts, led to by its own code (%s)', (language) => {
  const card = exhibitionCard(language, detail(), address)
  expect(card).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 1080 1080"/)
  expect(card).not.toMatch(/<(style|script|image|foreignObject)| style=| on\w+=|href=/)
  expect(card).toContain(qrPath(address.href).d)
  expect(card).toContain(`direction="${language === 'ar' ? 'rtl' : 'ltr'}"`)
})

test('what people typed cannot end the drawing it stands in', () => {
  const title = { ar: '</text><script>"&\'', en: '</text><script>"&\'' }
  const card = exhibitionCard('en', detail({ title }), address)
  expect(card).not.toContain('<script')
  expect(card).toContain('&#60;/text&#62;&#60;script&#62;&#34;&#38;')
})

test('a demonstration card is marked, a real one is not', () => {
  const mark = wordsOf('ar').site.demonstration
  expect(exhibitionCard('ar', detail({ isDemonstration: true }), address)).toContain(mark)
  expect(exhibitionCard('ar', detail(), address)).not.toContain(mark)
})

test('no two exhibitions have the same card', () => {
  const doors = Object.values(seededExhibitions).map(({ slug }) => {
    const card = exhibitionCard('ar', detail({ slug }), address)
    return card.slice(card.indexOf('card-carving'))
  })
  expect(new Set(doors).size).toBe(doors.length)
})

const press = (language: string) =>
  readFileSync(`${root}dist/client/${language}/press/index.html`, 'utf8').replaceAll('&#39;', "'")

test.for(languages)(
  'the press page has the name and description in both languages, whatever its own (%s)',
  (language) => {
    for (const other of languages) {
      const { name, short, long } = wordsOf(other).publicity.press
      const block = press(language).split(`<div lang="${other}"`)[1] ?? ''
      for (const text of [name, short, long]) expect(block).toContain(text)
    }
  },
)

test.for(languages)(
  'every sentence that the press may quote stands there with the numbers of its facts (%s)',
  (language) => {
    const sentences = pressFacts.flatMap((group) => group.sentences)
    expect(sentences.map(({ id }) => id).sort()).toEqual(Object.keys(wordsOf('ar').publicity.press.facts).sort())
    for (const { id, facts } of sentences) {
      const [, after = ''] = press(language).split(wordsOf(language).publicity.press.facts[id])
      expect(after.slice(0, 200), id).toContain(`data-facts="${facts.join(' ')}"`)
    }
  },
)

test('every drawing that the press page offers is there, and draws without anything from elsewhere', () => {
  const files = [...press('ar').matchAll(/<a href="(\/press\/[^"]+)" download/g)].map(([, file = '']) => file)
  expect(files.length).toBe(3)
  for (const file of files) {
    expect(existsSync(`${root}dist/client${file}`), file).toBe(true)
    const drawing = readFileSync(`${root}dist/client${file}`, 'utf8')
    expect(drawing).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/)
    expect(drawing.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|<(script|image|style)/)
  }
})
