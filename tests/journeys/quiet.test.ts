import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { crawl } from './crawl.ts'
import { listenTo, zoomed } from './inspect.ts'
import { largestOfEachKind, widestOfEachKind } from './page-kinds.ts'
import { newVisitor, open } from './visitor.ts'

// Each kind of public page as it is opened: what it asks for, what it leaves behind, how wide it is.

const phone = { width: 320, height: 640 }

async function widerThanWindow(page: Page): Promise<string[]> {
  const faults: string[] = []
  for (const size of [zoomed, phone]) {
    await page.setViewportSize(size)
    const width = await page.evaluate(() => document.documentElement.scrollWidth)
    if (width > size.width) faults.push(`${width - size.width} px wider than ${size.width} px`)
  }
  return faults
}

test('no kind of page asks others for anything, leaves a cookie, complains, or is wider than a phone', async () => {
  const site = await crawl(await newVisitor())
  const page = await newVisitor()
  const faults: string[] = []
  const heard = listenTo(page)
  const fonts: string[] = []
  page.on('request', (request) => {
    if (request.resourceType() === 'font') fonts.push(request.url())
  })
  for (const address of new Set([...largestOfEachKind(site), ...widestOfEachKind(site)])) {
    await open(page, address)
    const twice = fonts.filter((font, index) => fonts.indexOf(font) !== index)
    const found = [...heard, ...(await widerThanWindow(page)), ...twice.map((font) => `${font} twice`)]
    faults.push(...found.map((fault) => `${address} ${fault}`))
    heard.length = 0
    fonts.length = 0
  }
  expect(faults).toEqual([])
  expect(await page.context().cookies()).toEqual([])
})
