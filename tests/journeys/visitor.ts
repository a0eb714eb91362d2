import { chromium, type Browser, type Page, type Response } from 'playwright-core'
import { afterAll, inject, onTestFinished } from 'vitest'
import type { Gate } from './gate.ts'

interface VisitorWish {
  /** A phone is 320 px wide, a desk 1280. */
  device?: 'phone' | 'desk'
  hasScript?: boolean
  /** The way to the product. With it the service worker runs, which asks for more than the page that is looked at. */
  gate?: Gate
}

const devices = {
  phone: { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true },
  desk: { viewport: { width: 1280, height: 900 } },
}

let connected: Promise<Browser> | undefined

afterAll(async () => (await connected)?.close())

/** Somebody with a browser of their own, gone when the test ends. */
export async function newVisitor({ device = 'desk', hasScript = true, gate }: VisitorWish = {}): Promise<Page> {
  connected ??= chromium.connect(inject('browser'))
  const browser = await connected
  const context = await browser.newContext({
    ...devices[device],
    baseURL: gate?.url ?? inject('url'),
    javaScriptEnabled: hasScript,
    serviceWorkers: gate ? 'allow' : 'block',
    reducedMotion: 'reduce',
  })
  context.setDefaultTimeout(15_000)
  onTestFinished(() => context.close())
  return context.newPage()
}

/** Does what leads to another page, and gives that page's answer once it is there to be read. */
export async function answerTo(page: Page, act: () => Promise<unknown>): Promise<Response> {
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.request().isNavigationRequest() && !isRedirect(response)),
    page.waitForEvent('domcontentloaded'),
    act(),
  ])
  return answer
}

const isRedirect = (response: Response): boolean => response.status() >= 300 && response.status() < 400

/** Opens an address and gives its answer. */
export async function open(page: Page, path: string): Promise<Response> {
  const answer = await page.goto(path)
  if (!answer) throw new Error(`${path} gave no answer.`)
  return answer
}
