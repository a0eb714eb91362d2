import { beforeAll, describe, expect, test } from 'vitest'
import { findBooking } from '../../db/queries/bookings.ts'
import { changeBooking } from '../../worker/bookings/change-booking.ts'
import type { DeskDataRequest } from '../../worker/contract/own-data.ts'
import { askAboutData } from '../../worker/own-data/ask-about-data.ts'
import { closeRequest } from '../../worker/own-data/close-request.ts'
import { readOwnData } from '../../worker/own-data/read-own-data.ts'
import { withMeanwhile, withoutCondition } from '../builders/altered-d1.ts'
import { booked } from '../builders/booking.ts'
import { brokenInvariants } from '../builders/broken-invariants.ts'
import { asking, correction, holderOf, outboxOf, requestOf } from '../builders/own-data.ts'
import { as, listAtDesk, sendDeskAct } from '../builders/desk.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { problemOf, send, sendJson, setClock } from '../builders/send.ts'
import { signedInStaff } from '../builders/staff.ts'
import { d1, db } from '../builders/store.ts'

let officer: Record<string, string>

beforeAll(async () => {
  setClock()
  officer = await as('officer')
})

const day = 86_400_000
const close = (id: number, body: unknown, who = officer) =>
  sendJson(`/api/v1/desk/data-requests/${id}/close`, body, who)
/** Whoever is erased has no name words, which is otherwise a fault. */
const chainFaults = async (exhibition: { id: number; slug: string }) =>
  (await brokenInvariants(exhibition)).filter((fault) => !fault.includes('name words'))
describe('a request about one’s data', () => {
  test('is answered in the person’s language, which they find on their data page and are told of', async () => {
    const exhibition = await buildExhibition()
    const { booking, id } = await asking(exhibition.slug)
    const response = await close(id, { outcome: 'refused', text: 'الاسم مكتوب كما في الطلب' })
    expect(await response.json()).toMatchObject({
      id,
      state: 'refused',
      text: 'الاسم زهراء',
      answer: 'الاسم مكتوب كما في الطلب',
      closedBy: { ar: expect.any(String) },
      language: 'ar',
    })
    const own = await readOwnData(db, holderOf(booking), noon)
    expect(own.ok && own.data.requests).toMatchObject([{ state: 'refused', answer: 'الاسم مكتوب كما في الطلب' }])
    const [message] = await outboxOf(officer, booking.reference)
    expect(message).toMatchObject({ template: 'data_request_refused', recipient: 'applicant' })
    expect(message?.text).toContain(`/b/${booking.reference}/`)
    expect(await brokenInvariants(exhibition)).toEqual([])
    const { results } = await d1
      .prepare('SELECT data FROM events WHERE stream = ?')
      .bind(`booking:${booking.reference}`)
      .all<{ data: string }>()
    expect(JSON.stringify(results)).not.toContain('الاسم')
  })

  test('is refused with words only, and closed once', async () => {
    const { slug } = await buildExhibition()
    const { id } = await asking(slug)
    expect(await problemOf(await close(id, { outcome: 'refused' }))).toMatchObject({
      code: 'invalid_input',
      errors: [{ field: 'text', code: 'required' }],
    })
    expect((await close(id, { outcome: 'done' })).status).toBe(200)
    expect(await problemOf(await close(id, { outcome: 'done' }))).toMatchObject({
      code: 'transition_refused',
      state: 'done',
    })
    expect((await close(999_999, { outcome: 'done' })).status).toBe(404)
  })

  test('shows the days that the law leaves, negative once they are over', async () => {
    const { slug } = await buildExhibition()
    const { id } = await asking(slug, noon - 50 * day)
    const read = await send(`/api/v1/desk/data-requests/${id}`, { headers: officer })
    expect(await read.json<DeskDataRequest>()).toMatchObject({ daysLeft: -5, state: 'open' })
  })

  test('is another officer’s when the exhibition is in another governorate', async () => {
    const { slug } = await buildExhibition({ governorate: 'musandam' })
    const { id, booking } = await asking(slug)
    expect(await problemOf(await close(id, { outcome: 'done' }))).toMatchObject({ code: 'not_your_governorate' })
    expect(await problemOf(await sendDeskAct(officer, booking.reference, 'correct', correction()))).toMatchObject({
      code: 'not_your_governorate',
    })
  })

  test('that two colleagues answer at once has one answer', async () => {
    const { slug } = await buildExhibition()
    const { id } = await asking(slug)
    const [one, other] = [await signedInStaff('officer'), await signedInStaff('officer')]
    const faster = withMeanwhile(() => closeRequest(db, other, { id, outcome: 'refused', text: 'سبب' }, noon))
    const outcome = await closeRequest(faster.db, one, { id, outcome: 'done', text: '' }, noon)
    expect(outcome).toMatchObject({ ok: false, reason: 'transition_refused', state: 'refused' })
  })

  test('without the condition on the request gets two answers', async () => {
    const { slug } = await buildExhibition()
    const { id, booking } = await asking(slug)
    const staff = await signedInStaff('officer')
    let answered = 0
    // The request is closed behind the booking's back, so that its version alone would not show it.
    const between = withMeanwhile(async () => {
      answered += 1
      await d1.prepare(`UPDATE data_requests SET state = 'refused' WHERE id = ?`).bind(id).run()
    })
    const outcome = await withoutCondition(
      `AND (SELECT r.state FROM data_requests r WHERE r.id = ?) = 'open'`,
      (altered) => closeRequest(altered.db, staff, { id, outcome: 'done', text: '' }, noon),
      { replacement: 'AND ? IS NOT NULL', base: between.db.d1 },
    )
    expect([answered, outcome.ok]).toEqual([1, true])
    expect((await outboxOf(officer, booking.reference)).map(({ template }) => template)).toContain('data_request_done')
  })

  test('for erasure erases when it is done, and waits while they are at the exhibition', async () => {
    const exhibition = await buildExhibition()
    const booking = await booked(exhibition.slug)
    const at = { act: 'check-in', to: 'checked_in', actor: 'system' } as const
    await changeBooking(db, booking.reference, at, noon)
    await askAboutData(db, holderOf(booking), { kind: 'erase', text: null }, noon)
    const id = await requestOf(booking.reference)
    expect(await problemOf(await close(id, { outcome: 'done' }))).toMatchObject({ state: 'checked_in' })
    await changeBooking(db, booking.reference, { act: 'end', to: 'completed', actor: 'system' }, noon)
    expect(await (await close(id, { outcome: 'done' })).json()).toMatchObject({
      state: 'done',
      closedBy: { en: expect.any(String) },
    })
    expect((await findBooking(d1, booking.reference))?.person).toBeNull()
    expect(await chainFaults(exhibition)).toEqual([])
  })
})

test('erasing at the desk is the managers’, and cannot be done twice', async () => {
  const exhibition = await buildExhibition()
  const { reference } = await booked(exhibition.slug)
  expect((await sendDeskAct(officer, reference, 'erase', {})).status).toBe(403)
  const manager = await as('manager')
  expect(await problemOf(await sendDeskAct(manager, reference, 'erase', { version: 99 }))).toMatchObject({
    code: 'changed_meanwhile',
  })
  expect(await (await sendDeskAct(manager, reference, 'erase', {})).json()).toEqual({ reference })
  const [line] = (await listAtDesk(manager, `${exhibition.slug}/bookings`)).items
  expect(line).toMatchObject({ reference, state: 'withdrawn', applicant: { phone: null } })
  expect((await sendDeskAct(manager, reference, 'correct', correction())).status).toBe(409)
  expect(await chainFaults(exhibition)).toEqual([])
})
