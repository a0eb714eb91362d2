import { expect, inject, test } from 'vitest'
import { seededStaff } from '../../db/seed/staff.ts'
import { deskPages } from '../../worker/desk/permissions.ts'
import { bookByApi, asStaff } from './api.ts'
import { deskPath, newColleague } from './at-desk.ts'
import { exhibitions, phonesOf } from './demonstration.ts'
import { axeFindings, documentFaults, headerFaults, shapeOf } from './inspect.ts'
import { answerTo, newVisitor, open } from './visitor.ts'
import { wordsOf, wordsOn } from './words.ts'

const languages = ['ar', 'en'] as const
const exhibition = exhibitions.reviewed
const nextPhone = phonesOf('office')
const colleagues = ['manager', 'officer', 'receiver', 'gate', 'viewer'] as const

/** Every page of these parts, by the colleague who has it. */
const pages = [
  ['officer', 'data-requests/'],
  ['officer', `exports/?exhibition=${exhibition.slug}`],
  ['officer', `exports/print/?file=badges&exhibition=${exhibition.slug}`],
  ['officer', 'outbox/'],
  ['manager', 'staff/'],
  ['manager', 'staff/add/'],
  ['manager', 'staff/3/'],
  ['manager', 'staff/1/'],
  ['manager', 'breaches/'],
  ['manager', 'audit/'],
  ['manager', 'audit/check/?subject=staff:1'],
  ['manager', 'settings/'],
] as const

test.for(languages)(
  'every page of the office is whole on a phone, in the dark and without JavaScript (%s)',
  async (language) => {
    const browsers = {
      officer: await newColleague('officer', language, { device: 'phone' }),
      manager: await newColleague('manager', language, { device: 'phone' }),
    }
    for (const [who, path] of pages) {
      const page = browsers[who]
      const answer = await open(page, deskPath(language, path))
      expect(answer.status(), path).toBe(200)
      expect(await headerFaults(answer, 'desk'), path).toEqual([])
      const faults = await documentFaults(page, language, 'desk')
      // The switch keeps what was asked for, which that check does not expect.
      expect(
        faults.filter((fault) => !path.includes('?') || !fault.startsWith('language switch')),
        path,
      ).toEqual([])
      expect(await axeFindings(page), path).toEqual([])
    }
  },
)

test('the two languages of every page have the same headings and fields', async () => {
  const [ar, en] = [await newColleague('manager', 'ar'), await newColleague('manager', 'en')]
  for (const [, path] of pages) {
    await Promise.all([open(ar, deskPath('ar', path)), open(en, deskPath('en', path))])
    const [one, other] = [await shapeOf(ar), await shapeOf(en)]
    expect([one.headings, one.fields], path).toEqual([other.headings, other.fields])
  }
})

test('each colleague has the pages of their role and no other, and whoever is not signed in has none', async () => {
  for (const [page, allowed] of Object.entries(deskPages)) {
    const [method = '', path = ''] = page.split(' ')
    if (allowed === 'anyone' || method !== 'GET') continue
    const address = `/ar${path.replace(':slug', exhibition.slug).replace(':reference', 'TMK-00000000').replace(/:\w+/g, '999999')}`
    for (const who of colleagues) {
      const { status } = await fetch(inject('url') + address, { headers: await asStaff(who) })
      const isAllowed = (allowed as readonly string[]).includes(seededStaff[who].role)
      // Whoever may have the page may still meet a record that is not there, or not theirs.
      const expected = isAllowed ? [200, 403, 404, 409, 422] : [403]
      expect(expected, `${who} ${address} ${status}`).toContain(status)
    }
    const stranger = await fetch(inject('url') + address, { redirect: 'manual' })
    expect([stranger.status, stranger.headers.get('location')], address).toEqual([303, '/ar/desk/sign-in/'])
  }
})

test.for(languages)('what somebody asks about their data is corrected, answered and read (%s)', async (language) => {
  const phone = nextPhone()
  const { reference } = await bookByApi(exhibition.slug, phone, { language })
  const person = await newVisitor({ hasScript: false })
  const { ownData } = wordsOf(language)
  await open(person, `/${language}/bookings/`)
  await person.locator('[name=reference]').fill(reference)
  await person.locator('[name=phone]').fill(phone)
  await answerTo(person, () => person.locator('main form button').first().click())
  await open(person, `/${language}/bookings/${reference}/data/`)
  await person.getByLabel(ownData.correctLabel).fill('الاسم زوينة الحارثية')
  await answerTo(person, () => person.getByRole('button', { name: ownData.correctButton }).click())

  const officer = await newColleague('officer', language, { hasScript: false })
  const { desk, fields } = await wordsOn(officer)
  await open(officer, deskPath(language, 'data-requests/'))
  await answerTo(officer, () => officer.locator('tr', { hasText: reference }).getByRole('link').click())
  await answerTo(officer, () => officer.getByRole('link', { name: desk.data.correctFirst }).click())
  await officer.getByLabel(fields['applicant.name']).fill('')
  const refused = await answerTo(officer, () => officer.getByRole('button', { name: desk.correct.button }).click())
  expect(refused.status()).toBe(422)
  expect(await officer.getByLabel(fields['applicant.phone']).inputValue()).toBe(phone)
  await officer.getByLabel(fields['applicant.name']).fill('زوينة الحارثية')
  await answerTo(officer, () => officer.getByRole('button', { name: desk.correct.button }).click())
  expect(await officer.locator('main').innerText()).toContain(desk.done.correct)
  expect(await officer.getByRole('heading', { level: 1 }).innerText()).toBe('زوينة الحارثية')

  await open(officer, deskPath(language, 'data-requests/'))
  await answerTo(officer, () => officer.locator('tr', { hasText: reference }).getByRole('link').click())
  await officer.getByLabel(desk.data.outcomes.refused).check()
  const empty = await answerTo(officer, () => officer.getByRole('button', { name: desk.data.button }).click())
  expect(empty.status()).toBe(422)
  expect(await officer.locator('.error-summary').innerText()).toContain(desk.errors.closeText)
  await officer.getByLabel(desk.data.outcomes.done).check()
  await officer.getByLabel(desk.data.text).fill('صُحّح الاسم كما طلبتم')
  await answerTo(officer, () => officer.getByRole('button', { name: desk.data.button }).click())
  expect(await officer.locator('main').innerText()).not.toContain(reference)

  await open(person, `/${language}/bookings/${reference}/data/`)
  const shown = await person.locator('main').innerText()
  expect(shown).toContain('صُحّح الاسم كما طلبتم')
  expect(shown).toContain('زوينة الحارثية')
})

test.for(languages)('a manager lets somebody in, changes their role, and ends their work (%s)', async (language) => {
  const page = await newColleague('manager', language, { hasScript: false })
  const { codes, desk } = await wordsOn(page)
  const words = desk.staff
  const email = `office-${language}@desk.test`
  await open(page, deskPath(language, 'staff/add/'))
  await page.getByLabel(words.email).fill('not an address')
  const refused = await answerTo(page, () => page.getByRole('button', { name: words.addButton, exact: true }).click())
  expect(refused.status()).toBe(422)
  expect(await page.locator('.error-summary li').count()).toBeGreaterThan(2)
  await page.getByLabel(words.email).fill(email)
  await page.getByLabel(words.nameAr).fill('وفاء المعمرية')
  await page.getByLabel(words.nameEn).fill('Wafa Al Maamari')
  await page.getByLabel(codes.role.receiver, { exact: true }).check()
  await answerTo(page, () => page.getByRole('button', { name: words.addButton, exact: true }).click())
  expect(await page.locator('main').innerText()).toContain(desk.done['staff-added'])
  const row = page.locator('tr', { hasText: email })
  expect(await row.innerText()).toContain(codes.role.receiver)
  await answerTo(page, () => row.getByRole('link').click())
  await page.getByLabel(codes.role.viewer, { exact: true }).check()
  await answerTo(page, () => page.getByRole('button', { name: words.save }).click())
  expect(await row.innerText()).toContain(codes.role.viewer)
  await answerTo(page, () => row.getByRole('link').click())
  await answerTo(page, () => page.getByRole('button', { name: words.end.button }).click())
  expect(await row.innerText()).toContain(words.left)
})

test.for(languages)('a notice stands on live pages until it is taken off (%s)', async (language) => {
  const page = await newColleague('manager', language, { hasScript: false })
  const { desk } = await wordsOn(page)
  const words = desk.settings
  const form = page.locator('form', { has: page.locator('input[value=SITE_NOTICE]') })
  const save = () => answerTo(page, () => form.getByRole('button', { name: words.save }).first().click())
  await open(page, deskPath(language, 'settings/'))
  await form.getByLabel(words.noticeAr).fill(`تنبيه ${language}`)
  expect((await save()).status()).toBe(422)
  expect(await form.getByLabel(words.noticeAr).inputValue()).toBe(`تنبيه ${language}`)
  await form.getByLabel(words.noticeEn).fill(`Notice ${language}`)
  await save()
  const shown = async () => {
    await open(page, `/${language}/exhibitions/`)
    return page.locator('.site-notice').allInnerTexts()
  }
  expect(await shown()).toEqual([language === 'ar' ? 'تنبيه ar' : 'Notice en'])
  await open(page, deskPath(language, 'settings/'))
  await answerTo(page, () => form.getByRole('button', { name: words.back }).click())
  expect(await shown()).toEqual([])
})

test('a file is taken with one click, and the audit says who took it', async () => {
  const page = await newColleague('officer', 'ar', { hasScript: false })
  await open(page, deskPath('ar', `exports/?exhibition=${exhibition.slug}`))
  const hrefs = await page
    .locator('main article a.button')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''))
  expect(hrefs).toHaveLength(6)
  for (const href of hrefs) expect((await page.request.get(href)).status(), href).toBe(200)

  const manager = await newColleague('manager', 'ar', { hasScript: false })
  await open(manager, deskPath('ar', 'audit/?type=export'))
  const first = manager.locator('tbody tr').first()
  expect(await first.innerText()).toContain(seededStaff.officer.name.ar)
  await answerTo(manager, () => first.getByRole('link').click())
  const { desk } = await wordsOn(manager)
  await answerTo(manager, () => manager.getByRole('link', { name: desk.audit.check }).click())
  expect(await manager.getByRole('status').innerText()).toContain(desk.audit.allRight)
})

test('a breach is recorded with its clock, and closed once the authority was told', async () => {
  const page = await newColleague('manager', 'ar', { hasScript: false })
  const { desk } = await wordsOn(page)
  const words = desk.breaches
  await open(page, deskPath('ar', 'breaches/'))
  const record = () => answerTo(page, () => page.getByRole('button', { name: words.button, exact: true }).click())
  expect((await record()).status()).toBe(422)
  await page.getByLabel(words.kind).selectOption('lost')
  await page.getByLabel(words.people).fill('١٢')
  await page.getByLabel(words.text).fill('ضاعت ورقة حضور في اليوم الثاني')
  await record()
  expect(await page.locator('.desk-head').innerText()).toContain('71')
  const other = await newColleague('manager', 'ar', { device: 'phone' })
  await open(other, new URL(page.url()).pathname)
  expect(await axeFindings(other)).toEqual([])
  await page.getByLabel(words.authorityNow).check()
  await page.getByLabel(words.close).check()
  await answerTo(page, () => page.getByRole('button', { name: words.save, exact: true }).click())
  expect(await page.locator('main').innerText()).toContain(words.isClosed)
})
