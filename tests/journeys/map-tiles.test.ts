import { expect, test } from 'vitest'
import { focusOn, openMap } from './map-page.ts'
import { newVisitor } from './visitor.ts'

const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

test('a tile server, where one is set, is asked only after a press, and learns no address of a page', async () => {
  const page = await newVisitor()
  const asked: { url: string; referer: string | undefined }[] = []
  await page.route('https://tiles.example/**', (route) => {
    asked.push({ url: route.request().url(), referer: route.request().headers().referer })
    return route.fulfill({ contentType: 'image/png', body: pixel })
  })
  // As the server writes the page when MAP_TILE_URL is set (tests/site/demonstration.test.ts builds it so).
  await page.route(/\/outlets\/\?/, async (route) => {
    const answer = await route.fetch()
    const offer =
      '<p data-tiles="https://tiles.example/{z}/{x}/{y}.png" hidden><button type="button">tiles</button></p>'
    const policy = answer.headers()['content-security-policy'] ?? ''
    await route.fulfill({
      response: answer,
      headers: {
        ...answer.headers(),
        'content-security-policy': policy.replace("img-src 'self'", "img-src 'self' https://tiles.example"),
      },
      body: (await answer.text()).replace('</figcaption>', `${offer}</figcaption>`),
    })
  })
  await openMap(page, 'ar', '?governorate=muscat')
  await page.waitForLoadState('networkidle')
  expect(asked).toEqual([])
  await page.getByRole('button', { name: 'tiles' }).click()
  await expect.poll(() => page.locator('.leaflet-tile-loaded').count()).toBeGreaterThan(3)
  expect(asked.every(({ referer }) => referer === `${new URL(page.url()).origin}/`)).toBe(true)
  expect(await focusOn(page)).toBe('region')
})
