import { describe, expect, test } from 'vitest'
import { bookingBody, booked, claim, newKey } from '../builders/booking.ts'
import { buildExhibition } from '../builders/exhibition.ts'
import { d1 } from '../builders/store.ts'

describe('a claim', () => {
  test('takes the asked stall, confirms it where there is no review, and writes event, consent and message', async () => {
    const { slug } = await buildExhibition()
    const booking = await booked(slug, { stall: 'a-3' })
    expect(booking).toMatchObject({ state: 'confirmed', stall: 'A-3', drawCode: null })
    const counts = await d1
      .prepare(
        `SELECT (SELECT count(*) FROM events WHERE stream = 'booking:' || ?1) AS events,
           (SELECT count(*) FROM consents WHERE subject = ?1) AS consents,
           (SELECT count(*) FROM outbox WHERE subject = ?1) AS messages`,
      )
      .bind(booking.reference)
      .first()
    expect(counts).toEqual({ events: 1, consents: 1, messages: 1 })
  })

  test('of a stall that is gone names the nearest free ones, in its zone first', async () => {
    const { slug } = await buildExhibition({
      stalls: [
        { code: 'A-1', zone: 'crafts', x: 0, y: 0 },
        { code: 'A-2', zone: 'crafts', x: 200, y: 0 },
        { code: 'A-3', zone: 'crafts', x: 100, y: 0 },
        { code: 'B-1', zone: 'food', x: 40, y: 0 },
      ],
    })
    await booked(slug, { stall: 'A-1' })
    expect(await claim(slug, { stall: 'A-1', joinWaitlist: true })).toEqual({
      ok: false,
      reason: 'stall_taken',
      alternatives: ['A-3', 'A-2', 'B-1'],
    })
  })

  test('without a stall takes the first suitable one in plan order, wished features first, step-free last', async () => {
    const { slug } = await buildExhibition({
      stalls: [
        { code: 'A-1', features: ['step_free'] },
        { code: 'A-2' },
        { code: 'A-3', features: ['power'] },
        { code: 'A-4', features: ['step_free', 'power'] },
      ],
    })
    expect((await booked(slug, { arrangements: ['power'] })).stall).toBe('A-3')
    expect((await booked(slug, { arrangements: ['step_free', 'power'] })).stall).toBe('A-4')
    expect((await booked(slug)).stall).toBe('A-2')
    expect((await booked(slug)).stall).toBe('A-1')
  })

  test('waits in order of entry when nothing suitable is free, and only if asked to', async () => {
    const { slug } = await buildExhibition({ stalls: [{ code: 'A-1' }, { code: 'A-2', features: ['step_free'] }] })
    await booked(slug, { arrangements: ['step_free'] })
    expect(await claim(slug, { arrangements: ['step_free'] })).toEqual({ ok: false, reason: 'exhibition_full' })
    const waiting = await booked(slug, { arrangements: ['step_free'], joinWaitlist: true })
    expect(waiting).toMatchObject({ state: 'waitlisted', stall: null })
    const row = await d1.prepare('SELECT ordinal FROM bookings WHERE reference = ?').bind(waiting.reference).first()
    expect(row).toEqual({ ordinal: 1 })
  })

  test('is one for each applicant at one exhibition', async () => {
    const { slug } = await buildExhibition()
    const { applicant } = bookingBody()
    await booked(slug, { applicant })
    expect(await claim(slug, { applicant })).toEqual({ ok: false, reason: 'already_booked' })
  })

  test('sent again with its key gets the same answer; with other details it is refused', async () => {
    const { slug } = await buildExhibition()
    const key = newKey()
    const body = bookingBody()
    const first = await claim(slug, body, { key })
    const again = await claim(slug, body, { key })
    if (!first.ok || !again.ok) throw new Error('Both answers should be bookings.')
    expect(again.booking).toEqual(first.booking)
    expect(again.isReplay).toBe(true)
    expect(await claim(slug, { ...body, stall: 'A-9' }, { key })).toEqual({
      ok: false,
      reason: 'idempotency_key_reused',
    })
  })

  test('that is refused leaves its key unused', async () => {
    const { slug } = await buildExhibition({ stalls: 2 })
    await booked(slug, { stall: 'A-1' })
    const key = newKey()
    const body = bookingBody()
    expect(await claim(slug, { ...body, stall: 'A-1' }, { key })).toMatchObject({ reason: 'stall_taken' })
    expect(await claim(slug, { ...body, stall: 'A-2' }, { key })).toMatchObject({ ok: true })
  })

  test('of a stall that staff withhold is a claim of a stall that is gone', async () => {
    const { slug } = await buildExhibition({ stalls: [{ code: 'A-1', withheldReason: 'exit' }, { code: 'A-2' }] })
    expect(await claim(slug, { stall: 'A-1' })).toEqual({ ok: false, reason: 'stall_taken', alternatives: ['A-2'] })
  })

  test('outside the window says which side', async () => {
    const { slug } = await buildExhibition({
      state: 'published',
      bookingOpensAtUtc: Date.parse('2026-12-10T05:00:00Z'),
    })
    expect(await claim(slug)).toMatchObject({ reason: 'booking_not_open' })
    expect(await claim(slug, {}, { now: Date.parse('2026-12-11T05:00:00Z') })).toMatchObject({ ok: true })
    expect(await claim(slug, {}, { now: Date.parse('2026-12-25T05:00:00Z') })).toMatchObject({
      reason: 'booking_closed',
    })
  })

  test('in a ballot is an entry with a draw code and zones, and no stall', async () => {
    const { slug } = await buildExhibition({ mode: 'ballot' })
    const entry = await booked(slug, { zones: ['food'] })
    expect(entry).toMatchObject({ state: 'applied', stall: null })
    expect(entry.drawCode).toMatch(/^[0-9A-HJKMNP-TV-Z]{6}$/)
    expect(await claim(slug, { zones: ['nowhere'] })).toMatchObject({ reason: 'invalid_input' })
    expect(await claim(slug, { stall: 'A-1' })).toMatchObject({ reason: 'invalid_input' })
  })
})
