import { buffer } from 'node:stream/consumers'
import type { Download, Page } from 'playwright-core'
import { expect, inject, test } from 'vitest'
import { seededExhibitions } from '../../db/seed/exhibitions.ts'
import { qrPath } from '../../site/publicity/qr-path.ts'
import { exhibitionPath } from './application.ts'
import { exhibitions } from './demonstration.ts'
import { newVisitor, open } from './visitor.ts'
import { wordsOf, type Language } from './words.ts'

const languages = ['ar', 'en'] as const
const all = Object.values(seededExhibitions)
const one = exhibitions.round

const posterPath = (language: Language, exhibition: { slug: string }) =>
  `${exhibitionPath(language, exhibition)}poster/`
const cardPath = (language: Language, exhibition: { slug: string }) => `${exhibitionPath(language, exhibition)}card/`

const bytesOf = async (file: Download) => buffer(await file.createReadStream())

/** How many sheets the open page prints, and the size of each in points, as its style asks. */
async function sheetsOf(page: Page): Promise<{ count: number; size: string | undefined }> {
  const text = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
  const [, width = '', height = ''] = /\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/.exec(text) ?? []
  return {
    count: text.match(/\/Type\s*\/Page\b/g)?.length ?? 0,
    size: `${Math.round(Number(width))} by ${Math.round(Number(height))}`,
  }
}

/** What of the poster does not fit its sheet or stands over something else, as it prints. */
async function cutOff(page: Page): Promise<string[]> {
  await page.emulateMedia({ media: 'print' })
  const faults = await page.evaluate(() => {
    const sheet = document.querySelector('.sheet')
    const title = document.querySelector('.sheet-title')
    if (!sheet || !title) return ['no sheet']
    const box = sheet.getBoundingClientRect()
    const over = [...sheet.querySelectorAll('p, h2, dt, dd, svg')].filter((element) => {
      const { left, right, top, bottom } = element.getBoundingClientRect()
      return left < box.left - 1 || right > box.right + 1 || top < box.top - 1 || bottom > box.bottom + 1
    })
    const door = document.querySelector('.door')?.getBoundingClientRect()
    const { top, bottom } = title.getBoundingClientRect()
    const isInside = door && top > door.top && bottom <= door.bottom + 1
    return [
      ...over.map((element) => `${element.className || element.localName} leaves the sheet`),
      ...(isInside ? [] : ['the title leaves its door']),
    ]
  })
  await page.emulateMedia({ media: null })
  return faults
}

test.for(languages)('every poster fits its sheet, and that is one of A4 (%s)', async (language) => {
  const page = await newVisitor()
  for (const exhibition of all) {
    await open(page, posterPath(language, exhibition))
    for (const ink of ['colour', 'black']) {
      await page.locator(`[name=ink][value=${ink}]`).check()
      expect(await sheetsOf(page), `${exhibition.slug}, ${ink}`).toEqual({ count: 1, size: '595 by 842' })
      expect(await cutOff(page), exhibition.slug).toEqual([])
    }
  }
})

test.for(languages)('a poster with the longest texts still fits its sheet (%s)', async (language) => {
  const page = await newVisitor()
  await open(page, posterPath(language, one))
  const text = { ar: 'معرض الأسر المنتجة والجمعيات ', en: 'Exhibition of productive families ' }[language]
  await page.evaluate((words) => {
    const put = (selector: string, times: number) => {
      for (const element of document.querySelectorAll(selector)) element.textContent = words.repeat(times)
    }
    put('.sheet-title', 3)
    put('.sheet-about', 20)
    put('.sheet-fact', 2)
    document.querySelector('.sheet-title')?.setAttribute('class', 'sheet-title sheet-title--longest')
  }, text)
  expect((await sheetsOf(page)).count).toBe(1)
  expect(await cutOff(page)).toEqual([])
})

test('a sheet that does not fit is found', async () => {
  const page = await newVisitor()
  await open(page, posterPath('ar', one))
  await page.evaluate(() => {
    document.querySelector('.sheet-scan')?.replaceChildren('كلمة '.repeat(600))
  })
  expect(await cutOff(page)).not.toEqual([])
})

test('in black alone nothing on the sheet has a colour, and it is still one sheet', async () => {
  const page = await newVisitor()
  await open(page, posterPath('ar', one))
  const colours = () =>
    page.evaluate(() => {
      const sheet = document.querySelector('.sheet')
      const parts = sheet ? [sheet, ...sheet.querySelectorAll('*:not(.sheet-name > svg *, pattern, clipPath *)')] : []
      const used = parts.flatMap((part) => {
        const { color, backgroundColor, fill, stroke } = getComputedStyle(part)
        return part instanceof SVGElement ? [fill, stroke] : [color, backgroundColor]
      })
      const isGrey = (colour: string) => {
        const [red, green, blue] = colour.match(/[\d.]+/g) ?? []
        return red === green && green === blue
      }
      return used.filter((colour) => colour.startsWith('rgb') && !isGrey(colour))
    })
  expect((await colours()).length).toBeGreaterThan(5)
  await page.locator('[name=ink][value=black]').check()
  expect(await colours()).toEqual([])
  expect(await sheetsOf(page)).toEqual({ count: 1, size: '595 by 842' })
})

test.for(languages)(
  'the code of a poster and of a card leads to the exhibition in the same language (%s)',
  async (language) => {
    const page = await newVisitor()
    const { d } = qrPath(inject('url') + exhibitionPath(language, one))
    await open(page, posterPath(language, one))
    expect(await page.locator('.sheet-code svg path').last().getAttribute('d')).toBe(d)
    await open(page, cardPath(language, one))
    expect(await page.locator(`.square path[d="${d}"]`).count()).toBe(1)
  },
)

test.for(languages)('every text of a card stands inside it, clear of its door and its code (%s)', async (language) => {
  const page = await newVisitor()
  for (const exhibition of all) {
    await open(page, cardPath(language, exhibition))
    const faults = await page.evaluate(async () => {
      await document.fonts.ready
      const card = document.querySelector<SVGSVGElement>('.square > svg')
      if (!card) return ['no card']
      const frame = card.getBoundingClientRect()
      const unit = frame.width / 1080
      const boxes = [...card.querySelectorAll('text')].map((text) => ({
        words: text.textContent ?? '',
        box: text.getBoundingClientRect(),
      }))
      const drawn = [...card.querySelectorAll('g')].map((group) => group.getBoundingClientRect())
      const meets = (a: DOMRect, b: DOMRect) =>
        a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
      return boxes.flatMap(({ words, box }) => [
        ...(box.left < frame.left + 40 * unit || box.right > frame.right - 40 * unit ? [`${words}: too wide`] : []),
        ...(box.bottom > frame.bottom - 60 * unit ? [`${words}: too low`] : []),
        ...(drawn.some((other) => meets(box, other)) ? [`${words}: over a drawing`] : []),
      ])
    })
    expect(faults, exhibition.slug).toEqual([])
  }
})

test.for(languages)('a card is saved as a picture of 1080 by 1080 that names the exhibition (%s)', async (language) => {
  const page = await newVisitor()
  await open(page, cardPath(language, one))
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: wordsOf(language).publicity.card.saveImage }).click()
  const file = await download
  expect(file.suggestedFilename()).toBe(`${one.slug}-${language}.png`)
  const picture = await bytesOf(file)
  expect(picture.subarray(1, 4).toString()).toBe('PNG')
  expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([1080, 1080])
  // A picture of one colour would be a few kilobytes.
  expect(picture.length).toBeGreaterThan(40_000)
})

test.for(languages)('without JavaScript the drawing is saved, and no button promises more (%s)', async (language) => {
  const page = await newVisitor({ hasScript: false })
  await open(page, cardPath(language, one))
  const { card, poster } = wordsOf(language).publicity
  expect(await page.getByRole('button', { name: card.saveImage }).count()).toBe(0)
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: card.saveDrawing }).click()
  const file = await download
  expect(file.suggestedFilename()).toBe(`${one.slug}-${language}.svg`)
  expect((await bytesOf(file)).toString()).toMatch(/^<svg .*<\/svg>$/s)
  await open(page, posterPath(language, one))
  expect(await page.getByRole('button', { name: poster.print }).count()).toBe(0)
  expect(await page.getByText(poster.how).isVisible()).toBe(true)
})

test.for(languages)(
  'an exhibition leads to its poster and card while there is something to make known (%s)',
  async (language) => {
    const page = await newVisitor()
    const { toPoster, toCard } = wordsOf(language).publicity
    await open(page, exhibitionPath(language, one))
    await page.getByRole('link', { name: toPoster }).click()
    await page.waitForURL(`**${posterPath(language, one)}`)
    await page.getByRole('link', { name: toCard }).click()
    await page.waitForURL(`**${cardPath(language, one)}`)
    await open(page, exhibitionPath(language, exhibitions.finished))
    expect(await page.getByRole('link', { name: toPoster }).count()).toBe(0)
  },
)

test('there is no poster, card or drawing of an exhibition that nobody announced', async () => {
  for (const part of ['poster/', 'card/', 'card.svg']) {
    const answer = await fetch(`${inject('url')}/ar/exhibitions/no-such/${part}`, { redirect: 'manual' })
    expect(answer.status, part).toBe(404)
  }
})
