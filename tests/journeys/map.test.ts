import { expect, test } from 'vitest'
import { governorates } from '../../worker/contract/places.ts'
import { axeFindings, listenTo } from './inspect.ts'
import { focusOn, itemOf, listedOn, markOf, marksOn, openMap, popup, rewrite } from './map-page.ts'
import { newVisitor, open } from './visitor.ts'
import { wordsOf } from './words.ts'

const languages = ['ar', 'en'] as const

test.for(languages)(
  'nothing of the map is loaded before it is asked for, and no other site ever (%s)',
  async (language) => {
    const page = await newVisitor({ device: 'phone' })
    const heard = listenTo(page)
    const scripts: string[] = []
    page.on('request', (request) => scripts.push(new URL(request.url()).pathname))
    await open(page, `/${language}/outlets/`)
    await page.mouse.wheel(0, 3000)
    await page.waitForLoadState('networkidle')
    const isMap = (path: string) => path.includes('open-map')
    expect(scripts.filter(isMap)).toEqual([])
    await page.getByRole('button', { name: wordsOf(language).outlets.map.open }).click()
    await page.locator('[data-mark]').first().waitFor()
    expect(scripts.filter(isMap)).toHaveLength(1)
    await markOf(page, 'muscat').click()
    await markOf(page, 'mutrah-souq').click()
    await page.waitForLoadState('networkidle')
    expect(heard).toEqual([])
  },
)

test('beside the list the map comes by itself when it scrolls into view', async () => {
  const page = await newVisitor()
  await open(page, '/ar/outlets/')
  await page.locator('.map').scrollIntoViewIfNeeded()
  await page.locator('.map-count').first().waitFor()
  expect(await page.locator('.drawn').isVisible()).toBe(false)
})

test.for(languages)(
  'from afar every governorate is a number, with its name, in the order of the list (%s)',
  async (language) => {
    const page = await newVisitor()
    await openMap(page, language)
    expect(await marksOn(page)).toEqual(governorates.map(({ id }) => id))
    const numbers = await page.locator('.map-count').allInnerTexts()
    expect(numbers.reduce((sum, count) => sum + Number(count), 0)).toBe((await listedOn(page)).length)
    const [muscat] = governorates
    expect(await markOf(page, 'muscat').getAttribute('aria-label')).toContain(muscat?.[language])
    const map = page.getByRole('region', { name: wordsOf(language).outlets.map.label })
    expect(await map.getAttribute('aria-describedby')).toBe('map-keys')
  },
)

test('closer, every outlet of the list has its mark in the same order, with its name and its state', async () => {
  const page = await newVisitor()
  await openMap(page, 'ar')
  await markOf(page, 'muscat').click()
  await markOf(page, 'mutrah-souq').waitFor()
  expect(await marksOn(page)).toEqual(await listedOn(page))
  const { status } = wordsOf('ar').outlets
  expect(await markOf(page, 'mutrah-souq').getAttribute('aria-label')).toBe(
    `سوق مطرح – سوق شعبي، ولاية مطرح – ${status.proposed}`,
  )
  // A position that is hardly known is an area with a broken edge, and its mark has one too.
  const areas = await page.locator('.outlets .sign--area').count()
  expect(await page.locator('path.map-area').count()).toBe(areas)
  expect(await page.locator('.map-mark .sign--area').count()).toBe(areas)
})

test.for(languages)(
  'a filter changes list, map and count together, and Back brings them back (%s)',
  async (language) => {
    const page = await newVisitor()
    const { outlets: words } = wordsOf(language)
    await openMap(page, language)
    const before = await listedOn(page)
    const count = page.getByRole('status').first()
    await page.getByRole('link', { name: words.kinds.airport }).click()
    await expect.poll(() => listedOn(page)).not.toEqual(before)
    const airports = await listedOn(page)
    expect(new URL(page.url()).search).toBe('?category=airport')
    expect(await count.innerText()).toContain(words.kinds.airport)
    const numbers = await page.locator('.map-count').allInnerTexts()
    expect(numbers.reduce((sum, number) => sum + Number(number), 0)).toBe(airports.length)
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain(words.kinds.airport)
    expect(await page.title()).toContain(words.kinds.airport)
    await page.goBack()
    await expect.poll(() => listedOn(page)).toEqual(before)
    expect(await page.locator('.leaflet-container').count()).toBe(1)
  },
)

test('a filter whose answer does not come is followed as the link it is', async () => {
  const page = await newVisitor()
  await openMap(page, 'en')
  await page.route('**/outlets/?category=hotel', (route) =>
    route.request().isNavigationRequest() ? route.continue() : route.abort(),
  )
  await Promise.all([page.waitForEvent('load'), page.getByRole('link', { name: /^Hotels/ }).click()])
  expect(new URL(page.url()).search).toBe('?category=hotel')
  expect(await page.locator('.outlets .sign--hotel').count()).toBe((await listedOn(page)).length)
})

test('a pointer or the focus on one side lights the other', async () => {
  const page = await newVisitor()
  await openMap(page, 'ar')
  await itemOf(page, 'mutrah-souq').hover()
  expect(await markOf(page, 'muscat').getAttribute('class')).toContain('is-lit')
  await markOf(page, 'muscat').click()
  await markOf(page, 'mutrah-souq').waitFor()
  await itemOf(page, 'mutrah-souq').getByRole('link').focus()
  expect(await markOf(page, 'mutrah-souq').getAttribute('class')).toContain('is-lit')
  await markOf(page, 'seeb-souq').focus()
  expect(await itemOf(page, 'seeb-souq').getAttribute('class')).toContain('is-lit')
  expect(await page.locator('.is-lit').count()).toBe(2)
})

test.for(languages)(
  'with the keyboard alone: into a governorate, to a mark, into its popup, and out with Esc to the same mark (%s)',
  async (language) => {
    const page = await newVisitor()
    const { outlets: words } = wordsOf(language)
    await openMap(page, language)
    await markOf(page, 'ad-dakhiliyah').focus()
    await page.keyboard.press('Enter')
    await markOf(page, 'nizwa-souq').waitFor()
    expect(await listedOn(page)).toContain(await focusOn(page))
    await markOf(page, 'nizwa-souq').focus()
    await page.keyboard.press('Tab')
    const next = await focusOn(page)
    expect(next).toBe((await marksOn(page))[(await marksOn(page)).indexOf('nizwa-souq') + 1])
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Enter')
    expect(await focusOn(page)).toBe('dialog')
    const dialog = popup(page)
    expect(await dialog.innerText()).toContain(words.status.proposed)
    expect(await dialog.evaluate((box) => getComputedStyle(box).direction)).toBe(language === 'ar' ? 'rtl' : 'ltr')
    expect(await dialog.evaluate((box) => getComputedStyle(box).textAlign)).toBe('start')
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(words.map.close)
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(words.map.page)
    await page.keyboard.press('Escape')
    await expect.poll(() => dialog.count()).toBe(0)
    expect(await focusOn(page)).toBe('nizwa-souq')
    await page.keyboard.press(' ')
    expect(await focusOn(page)).toBe('dialog')
  },
)

test.for(languages)(
  'a popup closes at the end of its line, and leads to the page and the ways there (%s)',
  async (language) => {
    const page = await newVisitor({ device: 'phone' })
    const { map } = wordsOf(language).outlets
    await openMap(page, language, '?governorate=muscat')
    await markOf(page, 'mutrah-souq').click()
    const box = await popup(page).boundingBox()
    const close = await popup(page).getByRole('button', { name: map.close }).boundingBox()
    if (!box || !close) throw new Error('The popup is not there.')
    const isAtRight = close.x + close.width / 2 > box.x + box.width / 2
    expect(isAtRight).toBe(language === 'en')
    expect(box.x >= 0 && box.x + box.width <= 320).toBe(true)
    const hrefs = await popup(page)
      .getByRole('link')
      .evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href))
    expect(hrefs[0]).toMatch(new RegExp(`/${language}/outlets/mutrah-souq/$`))
    expect(hrefs.slice(1).map((href) => new URL(href).host)).toEqual(['', 'www.openstreetmap.org', 'www.google.com'])
    await popup(page).getByRole('button', { name: map.close }).click()
    await expect.poll(() => popup(page).count()).toBe(0)
    expect(await focusOn(page)).toBe('mutrah-souq')
  },
)

test('from the list an outlet is shown on the map, and Esc leads back to the list', async () => {
  const page = await newVisitor({ device: 'phone' })
  await openMap(page, 'ar')
  const button = itemOf(page, 'khasab-souq').getByRole('button')
  await button.focus()
  await page.keyboard.press('Enter')
  expect(await popup(page).innerText()).toContain('سوق خصب')
  expect(new URL(page.url()).hash).toBe('#khasab-souq')
  await page.keyboard.press('Escape')
  expect(await button.evaluate((element) => element === document.activeElement)).toBe(true)
})

test('a shared link opens the map at its outlet, within its filter', async () => {
  const page = await newVisitor()
  await openMap(page, 'en', '?governorate=dhofar#sumhuram-khor-rori')
  await popup(page).waitFor()
  expect(await popup(page).innerText()).toContain('Sumhuram')
  expect(await focusOn(page)).not.toBe('dialog')
  expect(await marksOn(page)).toEqual(await listedOn(page))
})

test('an outlet without a position is in the list and counted, and two at one place are two marks', async () => {
  const page = await newVisitor()
  await rewrite(page, (html) =>
    html
      .replace(/(<li id="nizwa-grand-mall") data-at="[^"]*"/, '$1')
      .replace(/(<li id="nizwa-fort") data-at="[^"]*"/, '$1 data-at="22.9322 57.5295 300"'),
  )
  await openMap(page, 'ar', '?governorate=ad-dakhiliyah')
  const listed = await listedOn(page)
  expect(listed).toContain('nizwa-grand-mall')
  expect(await marksOn(page)).toEqual(listed.filter((slug) => slug !== 'nizwa-grand-mall'))
  expect(await itemOf(page, 'nizwa-grand-mall').getByRole('button').count()).toBe(0)
  const [souq, fort] = [await markOf(page, 'nizwa-souq').boundingBox(), await markOf(page, 'nizwa-fort').boundingBox()]
  if (!souq || !fort) throw new Error('A mark is missing.')
  expect(Math.hypot(souq.x - fort.x, souq.y - fort.y)).toBeGreaterThan(24)
  expect(await page.locator('path.map-leader').count()).toBeGreaterThan(0)
  await page.getByRole('button', { name: wordsOf('ar').outlets.map.whole }).click()
  expect(await markOf(page, 'ad-dakhiliyah').innerText()).toBe(String(listed.length))
})

test.for(languages)('the open map has no findings in either colour scheme (%s)', async (language) => {
  const page = await newVisitor({ device: 'phone' })
  await openMap(page, language, '?governorate=muscat')
  await markOf(page, 'mutrah-souq').click()
  // Pins are exempt from target-size: the map's places decide where they stand (WCAG 2.5.8, essential).
  const findings = await axeFindings(page)
  expect(findings.filter((finding) => !/^(?:light|dark) target-size div\[title=/.test(finding))).toEqual([])
})

test('whoever wants less motion gets none, and whoever does not gets a sliding map', async () => {
  const still = await newVisitor()
  await openMap(still, 'ar')
  expect(await still.locator('.leaflet-fade-anim, .leaflet-zoom-anim').count()).toBe(0)
  const moving = await newVisitor()
  await moving.emulateMedia({ reducedMotion: 'no-preference' })
  await openMap(moving, 'ar')
  expect(await moving.locator('.leaflet-fade-anim').count()).toBe(1)
})

test('no closer than the drawn ground is true, and no farther than Oman', async () => {
  const page = await newVisitor()
  await openMap(page, 'en', '?governorate=muscat')
  const closer = page.getByRole('button', { name: wordsOf('en').outlets.map.zoomIn })
  const isAtEnd = async () => (await closer.getAttribute('aria-disabled')) === 'true'
  for (let presses = 0; presses < 6 && !(await isAtEnd()); presses += 1) await closer.click()
  expect(await isAtEnd()).toBe(true)
  expect(await page.locator('img').count()).toBe(0)
})

test('a map that cannot be loaded leaves the list and says so', async () => {
  const page = await newVisitor({ device: 'phone' })
  await page.route('**/open-map*', (route) => route.abort())
  await open(page, '/ar/outlets/')
  const { map } = wordsOf('ar').outlets
  await page.getByRole('button', { name: map.open }).click()
  await expect.poll(() => page.locator('[data-says]').innerText()).toBe(map.failed)
  expect(await page.locator('.drawn').isVisible()).toBe(true)
  expect((await listedOn(page)).length).toBeGreaterThan(70)
})
