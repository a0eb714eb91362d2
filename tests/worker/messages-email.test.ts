import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { findBooking } from '../../db/queries/bookings.ts'
import { followLink } from '../../worker/bookings/follow-link.ts'
import { changeBooking } from '../../worker/bookings/change-booking.ts'
import { releasePhone } from '../../worker/bookings/release-phone.ts'
import type { Env } from '../../worker/env.ts'
import type { Channel, OutgoingMessage, SendOutcome } from '../../worker/notifications/channels.ts'
import { openChannels } from '../../worker/notifications/channels.ts'
import { deliverMessages } from '../../worker/notifications/deliver-messages.ts'
import { emailBinding, toHtml } from '../../worker/notifications/email-binding.ts'
import { makeToken } from '../../worker/people/tokens.ts'
import { runScheduledWork } from '../../worker/scheduled-work.ts'
import { booked, bookingBody, nextPhone } from '../builders/booking.ts'
import { as } from '../builders/desk.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { atDesk, gatewayLine, messagesOf, storeWith } from '../builders/gateway.ts'
import { setClock } from '../builders/send.ts'
import { bindings, d1, db } from '../builders/store.ts'

beforeAll(() => setClock(noon))
beforeEach(() => d1.prepare(`UPDATE outbox SET state = 'sent'`).run())

const limit = 100
const address = 'family@example.com'

const applicantWith = (change: Record<string, unknown>) => ({ ...(bookingBody()['applicant'] as object), ...change })

async function bookingWith(change: Record<string, unknown>) {
  const { slug } = await buildExhibition({ review: 'before_confirming' })
  return booked(slug, change)
}

/** E-mail that is written down, as it is handed to the channel. */
function writtenDown(outcome: SendOutcome = { ok: true }) {
  const sent: OutgoingMessage[] = []
  const email: Channel = {
    staysHere: false,
    async send(message) {
      sent.push(message)
      return outcome
    },
  }
  return { email, sent }
}

const emailsOf = async (reference: string) => (await messagesOf(reference)).filter(({ channel }) => channel === 'email')

describe('whoever gave an e-mail address', () => {
  test('gets every message by e-mail too, once, with a subject and a link of its own', async () => {
    const { reference } = await bookingWith({ applicant: applicantWith({ email: address }) })
    const [line, { email, sent }] = [gatewayLine(), writtenDown()]
    const store = storeWith(line, { channels: { email } })
    expect(await deliverMessages(store, limit, noon)).toEqual({ sent: 2, failed: 0, dead: 0 })
    for (let run = 0; run < 3; run += 1) await deliverMessages(store, limit, noon + run)
    expect((await line.report()).delivered).toHaveLength(1)
    expect(sent).toHaveLength(1)
    const [mail] = sent
    expect(mail).toMatchObject({
      to: address,
      language: 'ar',
      idempotencyKey: `${reference}|1|booking_received|applicant|email`,
    })
    expect(mail?.subject).toContain(reference)
    expect(mail?.text).toContain('برنامج تمكين')
    // An e-mail frees no phone, so it does not offer to.
    expect(mail?.text.match(/\/b\//g)).toHaveLength(1)

    const token = /\/b\/TMK-\w{8}\/([\w-]+)/.exec(mail?.text ?? '')?.[1] ?? ''
    expect(await followLink(db, { reference, token }, noon)).toMatchObject({ ok: true, leadsTo: 'booking' })
    const stored = await messagesOf(reference)
    expect(JSON.stringify(stored)).not.toContain(address)
  })

  test('is told by e-mail while the SMS gateway is down', async () => {
    await bookingWith({ applicant: applicantWith({ email: address }) })
    const [line, { email, sent }] = [gatewayLine(), writtenDown()]
    await line.plan({ do: 'hang-up' })
    await deliverMessages(storeWith(line, { channels: { email } }), limit, noon)
    expect(sent).toHaveLength(1)
  })

  test('is told by e-mail even where only the delegate has a phone', async () => {
    const delegate = { organisation: 'جمعية المرأة', name: 'نورة', phone: nextPhone(), familyLabel: '7' }
    const { reference } = await bookingWith({ applicant: applicantWith({ phone: null, email: address }), delegate })
    const [line, { email, sent }] = [gatewayLine(), writtenDown()]
    await deliverMessages(storeWith(line, { channels: { email } }), limit, noon)
    expect(sent).toMatchObject([{ to: address, idempotencyKey: `${reference}|1|booking_received|applicant|email` }])
    const token = /\/b\/TMK-\w{8}\/(e[\w-]+)/.exec(sent[0]?.text ?? '')?.[1] ?? ''
    const outcome = await followLink(db, { reference, token }, noon)
    if (!outcome.ok || outcome.leadsTo !== 'booking') throw new Error('The link does not open the booking.')
    // It opens the family's booking as the family's, not as the delegate's.
    expect(outcome.manageToken).toMatch(/^m/)
  })

  test('and the family with a phone of its own gets one e-mail, not one for each phone', async () => {
    const delegate = { organisation: 'جمعية المرأة', name: 'نورة', phone: nextPhone(), familyLabel: '7' }
    await bookingWith({ applicant: applicantWith({ email: address }), delegate })
    const [line, { email, sent }] = [gatewayLine(), writtenDown()]
    await deliverMessages(storeWith(line, { channels: { email } }), limit, noon)
    expect((await line.report()).delivered).toHaveLength(3)
    expect(sent).toHaveLength(1)
  })

  test('keeps the link of an e-mail when the phone is released, and loses those sent to the phone', async () => {
    const { reference } = await bookingWith({ applicant: applicantWith({ email: address }) })
    const versions = { tokenVersion: 1, delegateTokenVersion: 1 }
    const tokenFor = (purpose: 'link' | 'mail_link' | 'release') =>
      makeToken(db.keys, reference, purpose, versions, null)
    await releasePhone(db, { reference, token: await tokenFor('release') }, noon)
    expect(await followLink(db, { reference, token: await tokenFor('link') }, noon)).toMatchObject({ ok: false })
    expect(await followLink(db, { reference, token: await tokenFor('mail_link') }, noon)).toMatchObject({ ok: true })
  })

  test('is written to in the order of what happened', async () => {
    const { reference } = await bookingWith({ applicant: applicantWith({ email: address }) })
    const message = { template: 'booking_confirmed' }
    await changeBooking(db, reference, { act: 'confirm', to: 'confirmed', actor: 'staff:1', message }, noon)
    const { email, sent } = writtenDown()
    await deliverMessages(storeWith(gatewayLine(), { channels: { email } }), limit, noon)
    expect(sent.map(({ idempotencyKey }) => idempotencyKey.split('|')[2])).toEqual([
      'booking_received',
      'booking_confirmed',
    ])
  })

  test('gets none once erased', async () => {
    const { reference } = await bookingWith({ applicant: applicantWith({ email: address }) })
    const failing = writtenDown({ ok: false, fault: 'unreachable', isFinal: false })
    await deliverMessages(storeWith(gatewayLine(), { channels: { email: failing.email } }), limit, noon)
    await d1.prepare('UPDATE bookings SET person = NULL, erased_at_utc = 1 WHERE reference = ?').bind(reference).run()
    const { email, sent } = writtenDown()
    await deliverMessages(storeWith(gatewayLine(), { channels: { email } }), limit, noon + 3_600_000)
    expect(sent).toEqual([])
    expect(await emailsOf(reference)).toMatchObject([{ state: 'dead', lastError: 'no_recipient' }])
  })

  test('is not written to where the deployment sends no e-mail', async () => {
    const { reference } = await bookingWith({ applicant: applicantWith({ email: address }) })
    await deliverMessages(storeWith(gatewayLine()), limit, noon)
    expect(await emailsOf(reference)).toEqual([])
  })

  test('gets one copy of what staff send again: the SMS they chose', async () => {
    const { reference } = await bookingWith({ applicant: applicantWith({ email: address }) })
    const { email, sent } = writtenDown()
    const store = storeWith(gatewayLine(), { channels: { email } })
    await deliverMessages(store, limit, noon)
    await d1
      .prepare(
        `INSERT INTO outbox (dedupe_key, subject, template, channel, recipient, language, data, next_attempt_at_utc, created_at_utc)
         SELECT dedupe_key || '|again|1', subject, template, channel, recipient, language, data, ?, ? FROM outbox
         WHERE subject = ? AND channel = 'sms'`,
      )
      .bind(noon, noon, reference)
      .run()
    expect(await deliverMessages(store, limit, noon)).toMatchObject({ sent: 1 })
    expect(sent).toHaveLength(1)
  })
})

test('a local run shows the e-mail beside the SMS at the desk, each with where it goes', async () => {
  const phone = nextPhone()
  const { reference } = await bookingWith({ applicant: applicantWith({ phone, email: address }) })
  await runScheduledWork(db, noon)
  const messages = await atDesk(await as('officer'), reference)
  expect(messages).toMatchObject([
    { channel: 'email', email: address, phone: null, parts: 0, state: 'sent' },
    { channel: 'sms', email: null, phone, parts: expect.any(Number), state: 'sent' },
  ])
})

describe('Cloudflare’s e-mail binding', () => {
  const message: OutgoingMessage = {
    to: address,
    language: 'ar',
    subject: 'تمكين: «الركن» <A-1>',
    text: 'تمكين: نص & نص\nhttps://tamkeen.example/ar/b/TMK-1/e1-1-x',
    idempotencyKey: 'k',
  }
  /** A binding that does as it is told, and keeps what it was given. */
  const bindingThat = (does: () => Promise<unknown>) => {
    const given: unknown[] = []
    const binding = {
      async send(mail: unknown) {
        given.push(mail)
        return does()
      },
    }
    // The overloads of the platform's type describe more than the one form that is used.
    return {
      given,
      channel: emailBinding({ binding: binding as never, from: 'noreply@tamkeen.example', timeoutMs: 200 }),
    }
  }
  const refusal = (code: string) => async () => {
    throw Object.assign(new Error(`${address} is refused`), { code })
  }

  test('takes a message in Arabic as the platform emulates it', async () => {
    const { EMAIL: binding } = bindings
    if (!binding) throw new Error('The tests have no e-mail binding.')
    expect(await emailBinding({ binding, from: 'noreply@tamkeen.example' }).send(message)).toEqual({ ok: true })
  })

  test('is given the text, the same in a page with its direction, and who sends it', async () => {
    const { given, channel } = bindingThat(async () => ({ messageId: '1' }))
    expect(await channel.send(message)).toEqual({ ok: true })
    expect(given).toEqual([
      {
        from: { email: 'noreply@tamkeen.example', name: 'تمكين' },
        to: address,
        subject: message.subject,
        text: message.text,
        html: toHtml(message),
      },
    ])
    const html = toHtml(message)
    expect(html).toContain('<html lang="ar" dir="rtl">')
    expect(html).toContain('<title>تمكين: «الركن» &lt;A-1&gt;</title>')
    expect(html).toContain('نص &amp; نص')
    expect(html).toContain('<a href="https://tamkeen.example/ar/b/TMK-1/e1-1-x" dir="ltr">')
  })

  for (const [code, isFinal] of [
    ['E_RECIPIENT_SUPPRESSED', true],
    ['E_VALIDATION_ERROR', true],
    ['E_RATE_LIMIT_EXCEEDED', false],
    ['E_INTERNAL_SERVER_ERROR', false],
  ] as const) {
    test(`that refuses with ${code} is ${isFinal ? 'not ' : ''}asked again, and the address stays out of the code`, async () => {
      const { channel } = bindingThat(refusal(code))
      expect(await channel.send(message)).toEqual({ ok: false, fault: code.toLowerCase(), isFinal })
    })
  }

  test('that fails without a code, or does not answer, is asked again', async () => {
    const odd = bindingThat(refusal(`to ${address}`)).channel
    expect(await odd.send(message)).toEqual({ ok: false, fault: 'unreachable', isFinal: false })
    const silent = bindingThat(() => new Promise(() => {})).channel
    expect(await silent.send(message)).toEqual({ ok: false, fault: 'timeout', isFinal: false })
  })

  test('is used where the settings name a sender; a local run without one stays at the desk', () => {
    const env: Env = { ...bindings, EMAIL_FROM: 'noreply@tamkeen.example' }
    expect(openChannels(env).email?.staysHere).toBe(false)
    expect(openChannels(bindings).email?.staysHere).toBe(true)
    expect(openChannels({ ...bindings, ENVIRONMENT: '' })).toEqual({ sms: null, email: null })
    expect(openChannels({ ...bindings, ENVIRONMENT: '', SMS_GATEWAY_URL: 'https://x.example' }).sms?.staysHere).toBe(
      false,
    )
  })
})

test('an e-mail link is void once the holder’s tokens are revoked', async () => {
  const { reference } = await bookingWith({ applicant: applicantWith({ email: address }) })
  const row = await findBooking(d1, reference)
  if (!row) throw new Error('The booking is not there.')
  const token = await makeToken(db.keys, reference, 'mail_link', row, null)
  await d1.prepare('UPDATE bookings SET token_version = token_version + 1 WHERE reference = ?').bind(reference).run()
  expect(await followLink(db, { reference, token }, noon)).toMatchObject({ ok: false })
})
