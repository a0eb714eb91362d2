import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { encode } from 'uqr'
import { expect, inject, onTestFinished, test } from 'vitest'
import { gatePath, isInSince, nextExpected, signInAtGate } from './at-gate.ts'
import { launchBrowser } from './launch-browser.ts'
import { wordsOf } from './words.ts'

const width = 640
const height = 480

/** A film of a pass held before the camera, as Chromium's camera plays it. */
function filmOf(pass: string): Buffer {
  const { data, size } = encode(pass, { border: 4 })
  const scale = Math.floor(height / size)
  const light = Buffer.alloc(width * height, 200)
  const edge = Math.floor((width - size * scale) / 2)
  for (let y = 0; y < size * scale; y += 1) {
    for (let x = 0; x < size * scale; x += 1) {
      const isDark = data[Math.floor(y / scale)]?.[Math.floor(x / scale)]
      light[y * width + edge + x] = isDark ? 30 : 225
    }
  }
  const grey = Buffer.alloc((width * height) / 2, 128)
  const frame = Buffer.concat([Buffer.from('FRAME\n'), light, grey])
  return Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`), frame, frame])
}

test('a pass before the camera is read and checked in', async () => {
  const { gate } = wordsOf('ar').desk
  const { reference, pass, stall } = await nextExpected()
  const folder = await mkdtemp(join(tmpdir(), 'tamkeen-film-'))
  const film = join(folder, 'pass.y4m')
  await writeFile(film, filmOf(pass))
  const camera = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']
  const server = await launchBrowser(...camera, `--use-file-for-fake-video-capture=${film}`)
  onTestFinished(async () => {
    await server.close()
    await rm(folder, { recursive: true, force: true })
  })
  const browser = await chromium.connect(server.wsEndpoint())
  const context = await browser.newContext({ baseURL: inject('url'), permissions: ['camera'], serviceWorkers: 'block' })
  context.setDefaultTimeout(15_000)
  const page = await context.newPage()
  await signInAtGate(page, 'ar')
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await page.goto(gatePath('ar'), { waitUntil: 'networkidle' })
  const ofCamera = () => asked.filter((url) => /jsqr|read-qr|camera/i.test(url)).length
  expect(ofCamera()).toBe(0)
  await page.getByRole('button', { name: gate.camera.open }).click()
  await expect.poll(() => page.locator('[data-answer]').innerText()).toContain(gate.answers.go)
  expect(await page.locator('[data-answer]').innerText()).toContain(stall)
  expect(ofCamera()).toBeGreaterThan(0)
  expect(await isInSince(reference)).not.toBeNull()
  await page.getByRole('button', { name: gate.camera.close }).click()
  expect(await page.locator('video').isVisible()).toBe(false)
})
