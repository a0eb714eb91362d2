import { beforeAll, describe, expect, test } from 'vitest'
import { app } from '../../worker/app.ts'
import { roles, type Role } from '../../worker/contract/codes.ts'
import { deskCalls } from '../../worker/desk/permissions.ts'
import { booked, nextPhone } from '../builders/booking.ts'
import { as, declined, pendingHall, readAtDesk, sendDeskAct, sendEntry } from '../builders/desk.ts'
import { buildExhibition } from '../builders/exhibition.ts'
import { problemOf, send, sendJson, setClock } from '../builders/send.ts'

let officer: Record<string, string>
let other: Record<string, string>

beforeAll(async () => {
  setClock()
  officer = await as('officer')
  other = await as('officer')
})

const act = (reference: string, name: string, body: unknown = {}, who = officer) =>
  sendDeskAct(who, reference, name, body)

describe('who may', () => {
  test('stands in the table for every staff call that the Worker answers, and for no other', () => {
    const answered = app.routes
      .filter(({ method, path }) => method !== 'ALL' && path.startsWith('/api/v1/desk'))
      .map(({ method, path }) => `${method} ${path.slice('/api/v1'.length)}`)
    expect([...new Set(answered)].sort()).toEqual(Object.keys(deskCalls).sort())
  })

  test('each role may make the calls of its line and no other', async () => {
    const { slug, id } = await pendingHall()
    const { reference } = await booked(slug)
    for (const role of roles) {
      const who = await as(role, { gates: [id] })
      for (const [call, allowed] of Object.entries(deskCalls)) {
        const [method = '', path = ''] = call.split(' ')
        const address = path
          .replace(':slug', slug)
          .replace(':reference', reference)
          .replace(':id', '0')
          .replace(':name', 'NOTHING')
        const headers = { ...who, 'Content-Type': 'application/json' }
        const response = await send(`/api/v1${address}`, { method, headers, ...(method !== 'GET' && { body: '[]' }) })
        const isAllowed = (allowed as readonly Role[]).includes(role)
        expect(response.status === 403, `${role} ${call}`).toBe(!isAllowed)
        if (!isAllowed) expect((await problemOf(response)).code).toBe('role_required')
        expect((await send(`/api/v1${address}`, { method })).status, call).toBe(401)
      }
    }
  })

  test('an officer works in their own governorates only, a manager in all', async () => {
    const { slug } = await buildExhibition({ review: 'before_confirming', governorate: 'dhofar' })
    const { reference } = await booked(slug)
    const refused = [
      await act(reference, 'check'),
      await act(reference, 'decline', declined),
      await send(`/api/v1/desk/bookings/${reference}`, { headers: officer }),
      await send(`/api/v1/desk/exhibitions/${slug}/bookings`, { headers: officer }),
      await sendJson(`/api/v1/desk/exhibitions/${slug}/bookings/search`, { q: reference }, officer),
      await sendEntry(officer, slug),
    ]
    for (const response of refused) {
      expect(response.status).toBe(403)
      expect((await problemOf(response)).code).toBe('not_your_governorate')
    }
    expect((await act(reference, 'check', {}, await as('manager', { governorates: [] }))).status).toBe(200)
  })

  test('nobody judges what they entered: a colleague does', async () => {
    const { slug } = await buildExhibition({ review: 'none' })
    const response = await sendEntry(officer, slug)
    expect(response.status).toBe(201)
    const { reference, state } = await response.json<{ reference: string; state: string }>()
    expect(state).toBe('pending')
    for (const [name, body] of [
      ['check', {}],
      ['confirm', {}],
      ['decline', declined],
    ] as const) {
      expect(await problemOf(await act(reference, name, body))).toMatchObject({ status: 403, code: 'own_entry' })
    }
    expect((await readAtDesk(officer, reference)).acts).toEqual(['ask', 'release-phone'])
    expect((await act(reference, 'confirm', {}, other)).status).toBe(200)
  })

  test('an entered application gives the officer no token, and the same key enters it once', async () => {
    const { slug } = await pendingHall()
    const headers = { ...officer, 'Idempotency-Key': crypto.randomUUID() }
    const body = { phone: nextPhone() }
    const sentBody = { applicant: { kind: 'productive_family', name: 'سلمى', phone: body.phone, wilayat: 'as-seeb' } }
    const [one, two] = [await sendEntry(headers, slug, sentBody), await sendEntry(headers, slug, sentBody)]
    const first = await one.text()
    expect(first).not.toContain('manageToken')
    expect(await two.text()).toBe(first)
    expect(await problemOf(await sendEntry(officer, slug, sentBody))).toMatchObject({ code: 'already_booked' })
  })
})
