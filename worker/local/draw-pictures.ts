// Draws site/public/cards and site/public/icons: run it when their words or the look change, and commit what it made.
import { mkdir, readFile } from 'node:fs/promises'
import { chromium, type Page } from 'playwright-core'
import sharp from 'sharp'
import { wordsOf } from '../../content/words.ts'
import type { Card } from '../../site/finding/cards.ts'
import { launchBrowser } from '../../tests/journeys/launch-browser.ts'
import { languages } from '../contract/codes.ts'
import { repository } from './local-folders.ts'
import { cardPage, mark } from './pictures/card-page.ts'

const publicFolder = `${repository}site/public/`
const fonts = `${repository}node_modules/@fontsource-variable/readex-pro/files/readex-pro-`

async function fontFace(script: 'arabic' | 'latin'): Promise<string> {
  const file = await readFile(`${fonts}${script}-wght-normal.woff2`, 'base64')
  const range = script === 'arabic' ? 'U+0600-06FF' : 'U+0000-00FF, U+2000-206F'
  return `@font-face { font-family: Readex; font-weight: 160 700; unicode-range: ${range}; src: url(data:font/woff2;base64,${file}); }`
}

/** A drawing has few colours, so a palette loses nothing that the eye sees. */
async function write(picture: Uint8Array, file: string): Promise<void> {
  await sharp(picture)
    .png({ palette: true, colours: 96, effort: 10, compressionLevel: 9 })
    .toFile(publicFolder + file)
}

async function drawCards(page: Page): Promise<void> {
  const fontFaces = (await Promise.all([fontFace('arabic'), fontFace('latin')])).join('')
  await page.setViewportSize({ width: 1200, height: 630 })
  for (const language of languages) {
    // The cards are the words' own keys.
    for (const card of Object.keys(wordsOf(language).finding.cards) as Card[]) {
      await page.setContent(await cardPage(language, card, fontFaces))
      await page.evaluate('document.fonts.ready')
      await write(await page.screenshot(), `cards/${card}-${language}.png`)
    }
  }
}

/** The mark on paper; `part` of the icon's width is the mark's, and a phone may cut a maskable one round. */
async function drawIcon(page: Page, file: string, size: number, part: number, paper: string): Promise<void> {
  await page.setViewportSize({ width: size, height: size })
  const width = size * part
  const place = (size - width) / 2
  await page.setContent(
    `<body style="margin:0;background:${paper}"><svg style="position:absolute;inset:${place}px" width="${width}" height="${width}" viewBox="0 0 34 34">${mark}</svg>`,
  )
  await write(await page.screenshot({ omitBackground: true }), `icons/${file}`)
}

const server = await launchBrowser()
const browser = await chromium.connect(server.wsEndpoint())
try {
  const page = await browser.newPage()
  await Promise.all(['cards', 'icons'].map((folder) => mkdir(publicFolder + folder, { recursive: true })))
  await drawCards(page)
  await drawIcon(page, 'apple-touch.png', 180, 0.8, '#fffdf8')
  await drawIcon(page, 'icon-192.png', 192, 1, 'transparent')
  await drawIcon(page, 'icon-512.png', 512, 1, 'transparent')
  await drawIcon(page, 'icon-maskable-512.png', 512, 0.62, '#fffdf8')
} finally {
  await browser.close()
  await server.close()
}
