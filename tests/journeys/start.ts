import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import type { TestProject } from 'vitest/node'
import { startProduct } from '../../worker/local/start-product.ts'
import { launchBrowser } from './launch-browser.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    url: string
    deskKey: string
    /** Where the tests reach the one browser. */
    browser: string
  }
}

/** One built product on a fresh demonstration database and one browser, for every journey. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const stateDir = await mkdtemp(`${tmpdir()}/tamkeen-journeys-`)
  const [product, browser] = await Promise.all([startProduct({ port: 0, stateDir, isSeeded: true }), launchBrowser()])
  project.provide('url', product.url)
  project.provide('deskKey', product.secrets.DESK_KEY)
  project.provide('browser', browser.wsEndpoint())
  return async () => {
    await Promise.all([browser.close(), product.stop()])
    await rm(stateDir, { recursive: true, force: true })
  }
}
