import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import bundled, { inflate } from '@sparticuz/chromium'
import { chromium, type BrowserServer } from 'playwright-core'

// Made for one page in a Lambda: these would switch off what the tests look at, or end the browser with its first page.
const unwanted =
  /^--(single-process|disable-web-security|allow-running-insecure-content|disable-print-preview|headless)/

/** Starts the Chromium that npm brings, with the system's libraries, or with npm's where they are missing. */
export async function launchBrowser(...more: string[]): Promise<BrowserServer> {
  const executablePath = await bundled.executablePath()
  const args = [...bundled.args.filter((arg) => !unwanted.test(arg)), '--no-sandbox', ...more]
  const launch = (env?: Record<string, string>) =>
    chromium.launchServer({ executablePath, args, ...(env && { env: { ...process.env, ...env } }) })
  return launch().catch(async () => {
    const libraries = new URL('../bin/al2023.tar.br', import.meta.resolve('@sparticuz/chromium'))
    await inflate(fileURLToPath(libraries))
    return launch({ LD_LIBRARY_PATH: `${tmpdir()}/al2023/lib`, FONTCONFIG_PATH: `${tmpdir()}/fonts` })
  })
}
