import { beforeAll, describe, expect, test } from 'vitest'
import type { DeskBooking } from '../../worker/contract/desk.ts'
import type { BookingView } from '../../worker/contract/booking.ts'
import { because, templatesTo } from '../builders/acts.ts'
import { booked } from '../builders/booking.ts'
import { as, declined, pendingHall, readAtDesk, sendDeskAct } from '../builders/desk.ts'
import { problemOf, send, setClock } from '../builders/send.ts'
import { d1 } from '../builders/store.ts'

let officer: Record<string, string>
beforeAll(async () => {
  setClock()
  officer = await as('officer')
})

const text = 'هل المنتجات كلها من صنع الأسرة؟'
const view = async (booking: { links: { self: string }; manageToken: string }): Promise<BookingView> =>
  (await send(booking.links.self, { headers: { Authorization: `Bearer ${booking.manageToken}` } })).json<BookingView>()

describe('a question to an applicant', () => {
  test('leaves the state, tells them that there is one, and is read on their page until the decision', async () => {
    const { slug } = await pendingHall()
    const booking = await booked(slug)
    const { reference } = booking
    expect((await view(booking)).question).toBeNull()
    const asked = await (await sendDeskAct(officer, reference, 'ask', { text })).json<DeskBooking>()
    expect(asked).toMatchObject({ state: 'pending', version: 2 })
    expect(asked.history.at(-1)).toMatchObject({ act: 'ask', question: text, reason: null, by: { kind: 'staff' } })
    expect(await templatesTo(reference)).toEqual(['booking_received', 'booking_question'])
    const read = await view(booking)
    expect(read.question?.text).toBe(text)
    expect(read.history).toHaveLength(1)

    await sendDeskAct(officer, reference, 'ask', { text: 'وسؤال آخر؟' })
    expect((await view(booking)).question?.text).toBe('وسؤال آخر؟')
    await sendDeskAct(officer, reference, 'decline', declined)
    expect((await view(booking)).question).toBeNull()
    expect((await readAtDesk(officer, reference)).history.map(({ question }) => question)).toContain(text)
  })

  test('stands in no event and no message, only encrypted', async () => {
    const { slug } = await pendingHall()
    const { reference } = await booked(slug)
    await sendDeskAct(officer, reference, 'ask', { text })
    for (const [table, column] of [
      ['events', 'stream'],
      ['outbox', 'subject'],
      ['texts', 'stream'],
    ] as const) {
      const { results } = await d1.prepare(`SELECT * FROM ${table} WHERE instr(${column}, ?)`).bind(reference).all()
      expect(results.length, table).toBeGreaterThan(0)
      expect(JSON.stringify(results), table).not.toContain('الأسرة')
    }
  })

  test('needs words, a live booking and the version that was seen', async () => {
    const { slug } = await pendingHall()
    const { reference } = await booked(slug)
    for (const body of [{}, { text: ' ' }, { text: 'x'.repeat(501) }, { text: 1 }]) {
      const problem = await problemOf(await sendDeskAct(officer, reference, 'ask', body))
      expect(problem).toMatchObject({ status: 422, errors: [{ field: 'text' }] })
    }
    expect(await problemOf(await sendDeskAct(officer, reference, 'ask', { text, version: 7 }))).toMatchObject({
      code: 'changed_meanwhile',
      version: 1,
    })
    await sendDeskAct(await as('manager'), reference, 'cancel', because())
    expect(await problemOf(await sendDeskAct(officer, reference, 'ask', { text }))).toMatchObject({
      code: 'transition_refused',
      state: 'cancelled',
    })
  })
})
