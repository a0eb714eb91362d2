import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { seededExhibitions } from '../../db/seed/exhibitions.ts'
import { languages } from '../../worker/contract/codes.ts'
import { newVisitor, open } from './visitor.ts'
import { fill, wordsOf } from './words.ts'

const { earlierBallot: drawn, eveningMarket: frozen, nizwaBallot: before, alMouj: noBallot } = seededExhibitions
const folder = mkdtempSync(join(tmpdir(), 'tamkeen-downloads-'))
afterAll(() => rmSync(folder, { recursive: true }))

const pathOf = (language: string, { slug }: { slug: string }) => `/${language}/exhibitions/${slug}/draw/`

async function download(page: Page, name: string): Promise<string> {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name }).click()])
  const path = join(folder, file.suggestedFilename())
  await file.saveAs(path)
  return path
}

test.for(languages)(
  'without JavaScript a code is looked up and the draw is checked with files (%s)',
  async (language) => {
    const { draw, exhibitions } = wordsOf(language)
    const page = await newVisitor({ device: 'phone', hasScript: false })
    await open(page, `/${language}/exhibitions/${drawn.slug}/`)
    await page.getByRole('link', { name: draw.toDraw }).click()
    expect(new URL(page.url()).pathname).toBe(pathOf(language, drawn))
    expect(await page.getByRole('button', { name: draw.recheckButton }).count()).toBe(0)

    const code = (await page.locator('table code').first().innerText()).trim()
    await page.getByLabel(draw.findTitle).fill(` ${code.toLowerCase()} `)
    await page.getByRole('button', { name: draw.findButton }).click()
    expect(await page.locator('main').innerText()).toContain(
      fill(draw.found.placed, { code, rank: 1, zone: '' }).slice(0, 20),
    )
    await page.getByLabel(draw.findTitle).fill('!')
    await page.getByRole('button', { name: draw.findButton }).click()
    expect(await page.locator('main').innerText()).toContain(draw.found.missing)

    const manifest = await download(page, draw.files.manifest)
    const result = await download(page, draw.files.result)
    const verifier = await download(page, draw.files.verifier)
    const command = (await page.locator('pre').innerText()).trim()
    const value = /'(.+)'/.exec(command)?.[1] ?? ''
    expect(command).toBe(`node verify-draw.mjs ${manifest.split('/').at(-1)} '${value}' ${result.split('/').at(-1)}`)
    const said = execFileSync(process.execPath, [verifier, manifest, value, result], { encoding: 'utf8' })
    expect(said).toContain('The same: 48 entries')
    expect(readFileSync(manifest, 'utf8')).toMatch(/^tamkeen-draw\/1 /)
    expect(exhibitions.title).not.toBe('')
  },
)

test.for(languages)('the browser recomputes a draw and tells every step (%s)', async (language) => {
  const { draw } = wordsOf(language)
  const page = await newVisitor({ device: 'phone' })
  await open(page, pathOf(language, drawn))
  await page.getByRole('button', { name: draw.recheckButton }).click()
  await expect.poll(() => page.locator('draw-recheck [role=status]').innerText()).toBe(draw.steps.same)
  const steps = page.locator('draw-recheck li')
  expect(await steps.count()).toBe(5)
  expect(await page.locator('draw-recheck li[data-good=false]').count()).toBe(0)
})

test('the browser finds a result that was changed', async () => {
  const { draw } = wordsOf('ar')
  const page = await newVisitor()
  await page.route('**/result.csv', async (route) => {
    const answer = await route.fetch()
    await route.fulfill({ response: answer, body: (await answer.text()).replace('placed', 'waitlisted') })
  })
  await open(page, pathOf('ar', drawn))
  await page.getByRole('button', { name: draw.recheckButton }).click()
  await expect
    .poll(() => page.locator('draw-recheck [role=status]').innerText())
    .toBe(fill(draw.steps.different, { line: 2 }))
})

test.for(languages)('before and at the freeze the page tells the rule and what will decide (%s)', async (language) => {
  const { draw } = wordsOf(language)
  const page = await newVisitor({ device: 'phone', hasScript: false })
  await open(page, pathOf(language, before))
  const text = () => page.locator('main').innerText()
  expect(await text()).toContain(draw.states.before)
  for (const step of draw.rule) expect(await text()).toContain(step.title)
  await open(page, pathOf(language, frozen))
  expect(await text()).toContain(draw.facts.manifest)
  expect(await page.locator('main code').first().innerText()).toMatch(/^[0-9a-f]{64}$/)
  expect(await page.getByRole('link', { name: draw.files.result }).count()).toBe(0)
})

test('there is no draw where stalls go to whoever comes first, nor under a number that was never drawn', async () => {
  const page = await newVisitor({ hasScript: false })
  for (const path of [pathOf('ar', noBallot), `${pathOf('en', drawn)}2/`, `${pathOf('en', drawn)}x/`]) {
    expect((await open(page, path)).status(), path).toBe(404)
  }
  expect((await open(page, `${pathOf('en', drawn)}1/`)).status()).toBe(200)
})
