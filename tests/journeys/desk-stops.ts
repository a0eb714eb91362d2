import type { Page } from 'playwright-core'
import { exhibitions } from './demonstration.ts'
import { at, sendForm, sent, type Stop } from './stops.ts'
import { answerTo, open } from './visitor.ts'
import { stallOf } from './desk-hall.ts'

const { reviewed, full } = exhibitions
const listOf = ({ slug }: { slug: string }) => `desk/exhibitions/${slug}/bookings/`

/** A dry run of what is ticked in the list of those confirmed. */
const dryRun = (name: string, act: string, then?: (page: Page) => ReturnType<typeof sendForm>): Stop => ({
  name,
  audience: 'desk',
  async open(page, language) {
    await open(page, `/${language}/${listOf(full)}?state=confirmed`)
    await page.locator('input[name="items"]').first().check()
    const answer = await answerTo(page, () => page.locator(`.desk-bulk button[value="${act}"]`).click())
    return then ? then(page) : answer
  },
})

/** The screens of bookings at the desk, around two confirmed bookings of the reviewed exhibition. */
export const deskBookingStops = ([one = '', two = '']: string[]): Stop[] => [
  at('the review', `${listOf(reviewed)}review/`, 'desk'),
  at('the review with nothing to decide', `${listOf(full)}review/`, 'desk'),
  at('the waiting list', `${listOf(full)}waitlist/`, 'desk'),
  dryRun('a dry run', 'cancel'),
  dryRun('a dry run without a reason', 'cancel', (page) =>
    answerTo(page, () => page.locator('.desk-decide button[name="act"]').click()),
  ),
  at('the stalls to move to', `desk/bookings/${one}/move/`, 'desk'),
  sent('a move without a stall', `desk/bookings/${one}/move/`, 'desk', { step: 'check' }),
  {
    name: 'the question before a swap',
    audience: 'desk',
    async open(page, language) {
      await open(page, `/${language}/desk/bookings/${one}/move/`)
      return sendForm(page, { step: 'check', stall: await stallOf(page, two) })
    },
  },
  at('an offer that cannot be made', `desk/bookings/${one}/offer/`, 'desk'),
  sent('a stale act', `desk/bookings/${one}/`, 'desk', { act: 'ask', text: 'سؤال', version: '1' }),
]
