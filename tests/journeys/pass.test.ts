import { expect, test } from 'vitest'
import { verifyPass, type PassKey } from '../../worker/contract/pass.ts'
import { bookByApi, linksIn, messagesOf } from './api.ts'
import { exhibitions, phonesOf } from './demonstration.ts'
import { axeFindings, documentFaults } from './inspect.ts'
import { newVisitor, open } from './visitor.ts'
import { wordsOf } from './words.ts'

const nextPhone = phonesOf('pass')

test.for(['ar', 'en'] as const)('a confirmed booking has a pass that a gate can verify (%s)', async (language) => {
  const { reference, stall, manageToken } = await bookByApi(exhibitions.confirmedAtOnce.slug, nextPhone())
  const words = wordsOf(language)
  const page = await newVisitor({ device: 'phone' })
  const [link = ''] = linksIn((await messagesOf(reference))[0])
  await open(page, link.replace(/^\/(ar|en)\//, `/${language}/`))
  await page.getByRole('link', { name: words.pass.toPage }).click()
  await page.waitForURL(`**/${language}/bookings/${reference}/pass/`)
  const shown = await page.locator('.pass').innerText()
  for (const said of [reference, stall ?? '', words.pass.bring, words.pass.dies]) expect(shown).toContain(said)
  expect(await page.getByRole('img', { name: words.pass.qrLabel }).count()).toBe(1)
  expect(await documentFaults(page, language, 'person')).toEqual([])
  expect(await axeFindings(page)).toEqual([])

  const issued = await page.request.get(`/api/v1/bookings/${reference}/pass`, {
    headers: { Authorization: `Bearer ${manageToken}` },
  })
  const { keys } = (await (await page.request.get('/api/v1/pass-keys')).json()) as { keys: PassKey[] }
  const { pass } = (await issued.json()) as { pass: string }
  expect(await verifyPass(keys, pass)).toMatchObject({ reference, stall })
})

test('a booking that is not confirmed has none, and says when it will', async () => {
  const { reference } = await bookByApi(exhibitions.reviewed.slug, nextPhone())
  const page = await newVisitor({ hasScript: false })
  const [link = ''] = linksIn((await messagesOf(reference))[0])
  await open(page, link)
  expect(await page.getByRole('link', { name: wordsOf('ar').pass.toPage }).count()).toBe(0)
  const answer = await open(page, `/ar/bookings/${reference}/pass/`)
  expect(answer.status()).toBe(409)
  expect(answer.headers()['cache-control']).toBe('no-store')
  expect(await page.locator('main').innerText()).toContain(wordsOf('ar').pass.none)
})
