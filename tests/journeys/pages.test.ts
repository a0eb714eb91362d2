import { expect, test } from 'vitest'
import { bookByApi, enterAtDesk, actAtDesk, linksIn, messagesOf } from './api.ts'
import { signIn } from './at-desk.ts'
import { exhibitions, phonesOf } from './demonstration.ts'
import { axeFindings, documentFaults, headerFaults, listenTo } from './inspect.ts'
import { expectAlike, inspect, inspectBoth } from './inspect-both.ts'
import { makeDraft } from './plan-api.ts'
import { publicPages } from './public-pages.ts'
import { at, inJourney, sendForm, sent, type Stop } from './stops.ts'
import { deskRunningStops } from './desk-running-stops.ts'
import { deskBookingStops } from './desk-stops.ts'
import { newVisitor, open } from './visitor.ts'
import { wordsOf, type Language } from './words.ts'

const nextPhone = phonesOf('pages')
const languages = ['ar', 'en'] as const
const { round, reviewed, ballot, notOpen, live, confirmedAtOnce } = exhibitions

const written = {
  'applicant.kind': 'productive_family',
  'applicant.name': 'شيخة المعمرية',
  'applicant.phone': '70006099',
  'applicant.wilayat': 'as-seeb',
  'product.category': 'palm_frond',
  'product.tradeName': 'سعفيات الدار',
  stall: 'any',
}

const journeyPages: Stop[] = [
  inJourney('step 1', round, { step: 'start' }),
  inJourney('step 1 with errors', round, { step: 'applicant', 'applicant.phone': '7000' }),
  inJourney('step 2', round, { ...written, goto: 'product' }),
  inJourney('step 3', round, { ...written, goto: 'arrangements' }),
  inJourney('step 4', round, { ...written, goto: 'stall' }),
  inJourney('step 4 with errors', round, { ...written, step: 'stall', stall: '' }),
  inJourney('step 4 of a ballot', ballot, { ...written, goto: 'stall' }),
  inJourney('step 5', round, { ...written, goto: 'check' }),
  inJourney('step 5 with errors', round, { ...written, step: 'check' }),
  inJourney('the answer before it opens', notOpen, { step: 'start' }),
  inJourney('the answer when it is closed', live, { step: 'start' }),
]

test.for([...publicPages, ...journeyPages])(
  '$name: both languages are whole, alike and free of findings',
  async (stop) => {
    const [arabic, english] = await Promise.all([newVisitor({ device: 'phone' }), newVisitor({ device: 'phone' })])
    const shapes = await Promise.all([inspect(stop, arabic, 'ar'), inspect(stop, english, 'en')])
    expectAlike(stop, shapes)
  },
)

test('a booking in each of its states: both languages are whole, alike and free of findings', async () => {
  const pending = await bookByApi(reviewed.slug, nextPhone(), { arrangements: ['step_free'] })
  const confirmed = await bookByApi(confirmedAtOnce.slug, nextPhone(), {
    delegate: {
      organisation: 'جمعية المرأة العمانية بالسيب',
      name: 'لطيفة البلوشية',
      phone: nextPhone(),
      familyLabel: '3',
    },
  })
  const applied = await bookByApi(ballot.slug, nextPhone())
  const declined = await bookByApi(reviewed.slug, nextPhone())
  const reason = { code: 'other', text: 'هذا المعرض للحرف اليدوية.' }
  expect(await actAtDesk('officer', declined.reference, 'decline', { reason })).toBe(200)
  for (const { reference } of [pending, confirmed, applied, declined]) {
    const page = await newVisitor({ device: 'phone' })
    const [link = ''] = linksIn((await messagesOf(reference))[0])
    await open(page, link)
    await inspectBoth(at(reference, `bookings/${reference}/`, 'person'), page)
  }
})

test('what a booking asks and says on the way: both languages are whole, alike and free of findings', async () => {
  const { reference } = await bookByApi(round.slug, nextPhone())
  const [link = '', release = ''] = linksIn((await messagesOf(reference))[0])
  const here = `bookings/${reference}/`
  const stranger = await newVisitor({ device: 'phone' })
  const strange = [
    at('the form for the phone', here, 'person'),
    sent('a phone that does not fit', here, 'person', { act: 'find', phone: '70000000' }),
    sent('a search without an answer', 'bookings/', 'person', {
      act: 'find',
      reference: 'TMK-00000000',
      phone: '70000000',
    }),
    at('a link that opens nothing', `b/${reference}/nothing`, 'person'),
    at('"this was not us"', release.slice('/ar/'.length), 'person'),
  ]
  for (const stop of strange) await inspectBoth(stop, stranger)

  const holder = await newVisitor({ device: 'phone' })
  await open(holder, link)
  await inspectBoth(sent('the question before withdrawing', here, 'person', { act: 'withdraw' }), holder)
  await inspectBoth(
    {
      name: 'a withdrawn booking',
      audience: 'person',
      async open(page, language: Language) {
        await open(page, `/${language}/${here}`)
        return sendForm(page, { act: 'withdraw-now' })
      },
    },
    holder,
  )
})

test('the desk: both languages are whole, alike and free of findings', async () => {
  const entered = await enterAtDesk('officer2', reviewed.slug, nextPhone())
  const list = `desk/exhibitions/${reviewed.slug}/bookings/`
  const page = await newVisitor({ device: 'phone' })
  await inspectBoth(at('the sign-in', 'desk/sign-in/', 'desk'), page)
  await signIn(page, 'officer', 'ar')
  const stops = [
    at('the desk', 'desk/', 'desk'),
    at('the list of bookings', list, 'desk'),
    sent('a search at the desk', list, 'desk', { q: '' }),
    at('a booking at the desk', `desk/bookings/${entered}/`, 'desk'),
    sent('a decline without a reason', `desk/bookings/${entered}/`, 'desk', { act: 'decline', version: '1' }),
    at('the form for paper', `${list}enter/`, 'desk'),
    sent('the form for paper with errors', `${list}enter/`, 'desk', { enteredFrom: '' }),
    at('the outbox', 'desk/outbox/', 'desk'),
    at('a list of other governorates', `desk/exhibitions/${exhibitions.filled.slug}/bookings/`, 'desk'),
  ]
  for (const stop of stops) await inspectBoth(stop, page)
})

test('the desk’s screens of bookings: both languages are whole, alike and free of findings', async () => {
  const [one, two] = [await bookByApi(reviewed.slug, nextPhone()), await bookByApi(reviewed.slug, nextPhone())]
  for (const { reference } of [one, two]) expect(await actAtDesk('officer', reference, 'confirm')).toBe(200)
  const page = await newVisitor({ device: 'phone' })
  await signIn(page, 'manager', 'ar')
  for (const stop of deskBookingStops([one.reference, two.reference])) await inspectBoth(stop, page)
})

test('the desk’s pages for running exhibitions: both languages are whole, alike and free of findings', async () => {
  const page = await newVisitor({ device: 'phone' })
  await signIn(page, 'manager', 'ar')
  for (const stop of deskRunningStops(await makeDraft('pages'))) await inspectBoth(stop, page)
})

test.for(languages)('an unknown address is a page in its language (%s)', async (language) => {
  const page = await newVisitor({ device: 'phone' })
  const heard = listenTo(page)
  const answer = await open(page, `/${language}/nowhere/`)
  expect(answer.status()).toBe(404)
  expect(await headerFaults(answer, 'refusal')).toEqual([])
  expect(await documentFaults(page, language, 'refusal')).toEqual([])
  expect(await axeFindings(page)).toEqual([])
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(wordsOf(language).site.notFound.title)
  expect(heard).toEqual([])
})
