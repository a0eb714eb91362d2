import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { findBooking } from '../../db/queries/bookings.ts'
import { changeBooking } from '../../worker/bookings/change-booking.ts'
import type { DeskPage, OutboxMessage } from '../../worker/contract/desk.ts'
import { listOutbox } from '../../worker/desk/list-outbox.ts'
import { readToken } from '../../worker/people/tokens.ts'
import { booked, bookingBody, nextPhone } from '../builders/booking.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { problemOf, send, setClock } from '../builders/send.ts'
import { buildStaff, signedInAs, signedInStaff } from '../builders/staff.ts'
import { d1, db } from '../builders/store.ts'

let officer: Record<string, string>
let officerId: number
const json = { 'Content-Type': 'application/json' }

beforeAll(async () => {
  setClock()
  const { email, id } = await buildStaff('officer')
  officer = await signedInAs(email)
  officerId = id
})
afterEach(() => setClock())

const outbox = async (who = officer) =>
  (await send('/api/v1/desk/outbox', { headers: who })).json<DeskPage<OutboxMessage>>()
const resend = (id: number, who = officer) =>
  send(`/api/v1/desk/outbox/${id}/resend`, { method: 'POST', headers: { ...who, ...json } })
const newest = async () => {
  const [first] = (await outbox()).items
  if (!first) throw new Error('The outbox is empty.')
  return first
}
const setState = (id: number, state: string) =>
  d1.prepare('UPDATE outbox SET state = ?, attempts = 5, last_error = ? WHERE id = ?').bind(state, 'timeout', id).run()
const messagesOf = async (reference: string) =>
  (await outbox()).items.filter((message) => message.reference === reference)

describe('a message', () => {
  test('of a new booking goes to its phone, with a link to it and the "this was not us" link', async () => {
    const { slug } = await buildExhibition()
    const phone = nextPhone()
    const { applicant } = bookingBody() as { applicant: object }
    const { reference } = await booked(slug, { applicant: { ...applicant, phone } })
    const message = await newest()
    expect(message).toMatchObject({ reference, phone, language: 'ar', recipient: 'applicant', state: 'queued' })
    const row = await findBooking(d1, reference)
    const tokens = [...(message.text ?? '').matchAll(/\/ar\/b\/TMK-\w{8}\/([\w.-]+) \u2069/g)].map((match) => match[1])
    const opens = await Promise.all(tokens.map((token) => row && readToken(db.keys, reference, token ?? '', row, noon)))
    expect(opens).toEqual(['link', 'release'])
    const muchLater = noon + 400 * 86_400_000
    expect(row && (await readToken(db.keys, reference, tokens[0] ?? '', row, muchLater))).toBeNull()
  })

  test('of a delegate goes to each of both phones, with links of their own', async () => {
    const { slug } = await buildExhibition()
    const [own, theirs] = [nextPhone(), nextPhone()]
    const { applicant } = bookingBody() as { applicant: object }
    const delegate = { organisation: 'جمعية المرأة', name: 'نورة', phone: theirs, familyLabel: '7' }
    const { reference } = await booked(slug, { applicant: { ...applicant, phone: own }, delegate })
    const messages = await messagesOf(reference)
    expect(messages.map(({ recipient, phone }) => [recipient, phone]).sort()).toEqual([
      ['applicant', own],
      ['delegate', theirs],
      ['delegate', theirs],
    ])
    const links = messages
      .filter(({ recipient }) => recipient === 'delegate')
      .map(({ text }) => /\/b\/[^/]+\/(.)/.exec(text ?? '')?.[1])
    expect(links).toEqual(['p', 'k'])
  })

  test('has no number once the number was released', async () => {
    const { slug } = await buildExhibition()
    const { reference } = await booked(slug)
    const released = await send(`/api/v1/desk/bookings/${reference}/release-phone`, {
      method: 'POST',
      headers: officer,
    })
    expect(await released.json()).toMatchObject({ applicant: { phone: null }, phoneReleasedAt: expect.any(String) })
    expect((await newest()).phone).toBeNull()
  })

  test('shows its links whole in a local run only', async () => {
    const { slug } = await buildExhibition()
    const { reference } = await booked(slug)
    const staff = await signedInStaff('manager')
    const production = { ...db, settings: { ...db.settings, isLocal: false } }
    const outcome = await listOutbox(production, staff, {})
    const text = outcome.ok ? outcome.items.find((item) => item.reference === reference)?.text : ''
    expect(text).toContain(`/ar/b/${reference}/***`)
    expect(text).not.toMatch(/\/[lr][0-9a-z]{5,}/)
  })

  test('exists for every act that the product tells a person of', async () => {
    const { slug } = await buildExhibition({ review: 'before_confirming' })
    const { reference } = await booked(slug)
    await changeBooking(
      db,
      reference,
      { act: 'expire', to: 'expired', actor: 'system', message: { template: 'booking_expired' } },
      noon,
    )
    for (const message of (await outbox()).items) expect(message.text, message.template).not.toBeNull()
  })
})

describe('the outbox', () => {
  test('shows an officer the messages of their governorates, a manager all', async () => {
    const { slug } = await buildExhibition({ governorate: 'musandam' })
    const { reference } = await booked(slug)
    expect(await messagesOf(reference)).toEqual([])
    const manager = await signedInAs((await buildStaff('manager')).email)
    const [message] = (await outbox(manager)).items
    expect(message?.reference).toBe(reference)
    expect(await problemOf(await resend(message?.id ?? 0))).toMatchObject({ code: 'not_your_governorate' })
  })

  test('goes on page after page, the newest first', async () => {
    const { slug } = await buildExhibition({ stalls: 60 })
    for (let i = 0; i < 55; i += 1) await booked(slug)
    const first = await outbox()
    expect(first.items).toHaveLength(50)
    const response = await send(`/api/v1/desk/outbox?cursor=${first.nextCursor}`, { headers: officer })
    const second = await response.json<DeskPage<OutboxMessage>>()
    const ids = [...first.items, ...second.items].map((message) => message.id)
    expect(ids).toEqual([...new Set(ids)].sort((one, other) => other - one))
    expect((await send('/api/v1/desk/outbox?cursor=x', { headers: officer })).status).toBe(422)
  })

  test('a dead message starts anew, and who asked for it is in the audit stream', async () => {
    const { slug } = await buildExhibition()
    await booked(slug)
    const { id } = await newest()
    await setState(id, 'dead')
    expect(await (await resend(id)).json()).toMatchObject({ id, state: 'queued', attempts: 0, lastError: null })
    const event = await d1
      .prepare('SELECT type, actor, data FROM events WHERE stream = ? ORDER BY seq DESC LIMIT 1')
      .bind(`staff:${officerId}`)
      .first<{ type: string; actor: string; data: string }>()
    expect(event).toMatchObject({ type: 'resend', actor: `staff:${officerId}` })
    expect(JSON.parse(event?.data ?? '')).toMatchObject({ message: id, from: 'dead' })
  })

  test('a sent message goes out once more, however often it is asked for in one minute', async () => {
    const { slug } = await buildExhibition()
    const { reference } = await booked(slug)
    const { id } = await newest()
    await setState(id, 'sent')
    await Promise.all([resend(id), resend(id), resend(id)])
    expect(await messagesOf(reference)).toHaveLength(2)
    vi.setSystemTime(noon + 60_000)
    await resend(id)
    expect(await messagesOf(reference)).toHaveLength(3)
  })

  test('a queued message is left as it is, and a number that is none is not found', async () => {
    const { slug } = await buildExhibition()
    const { reference } = await booked(slug)
    const { id } = await newest()
    expect((await resend(id)).status).toBe(200)
    expect(await messagesOf(reference)).toHaveLength(1)
    expect((await resend(999_999)).status).toBe(404)
    const odd = await send('/api/v1/desk/outbox/x/resend', { method: 'POST', headers: { ...officer, ...json } })
    expect(odd.status).toBe(404)
  })
})
