import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import ar from '../../content/messages/ar.json' with { type: 'json' }
import type { OutboxRow } from '../../db/queries/outbox.ts'
import { findPledge, type PledgeRow } from '../../db/queries/pledges.ts'
import { reasonCodes } from '../../worker/contract/codes.ts'
import { listOutbox } from '../../worker/desk/list-outbox.ts'
import { deliverMessages } from '../../worker/notifications/deliver-messages.ts'
import { renderAbout } from '../../worker/notifications/message-subjects.ts'
import { smsParts } from '../../worker/notifications/sms-parts.ts'
import { eraseContact } from '../../worker/pledges/erase-contact.ts'
import { followPledgeLink } from '../../worker/pledges/follow-pledge-link.ts'
import { receiveLine } from '../../worker/pledges/receive-line.ts'
import { verifyPledge } from '../../worker/pledges/verify-pledge.ts'
import { accepted, delivery, must, pledgeBody, pledged } from '../builders/desk-pledge.ts'
import { noon } from '../builders/exhibition.ts'
import { gatewayLine, outboxRow, storeWith } from '../builders/gateway.ts'
import { setClock } from '../builders/send.ts'
import { signedInStaff } from '../builders/staff.ts'
import { d1, db } from '../builders/store.ts'

beforeAll(() => setClock(noon))
beforeEach(() => d1.prepare(`UPDATE outbox SET state = 'sent'`).run())

const find = async (reference: string): Promise<PledgeRow> => {
  const row = await findPledge(d1, reference)
  if (!row) throw new Error('The pledge is not there.')
  return row
}

const byPhone = { company: { ...(pledgeBody()['company'] as object), email: null } }

const queued = async (reference: string) =>
  (
    await d1
      .prepare(
        'SELECT template, channel, recipient, state, last_error AS error FROM outbox WHERE subject = ? ORDER BY id',
      )
      .bind(reference)
      .all<{ template: string; channel: string; recipient: string; state: string; error: string | null }>()
  ).results

describe('every message to a company', () => {
  const live = { ...db, settings: { ...db.settings, siteUrl: 'https://tamkeen.gov.om' } }
  let pledge: PledgeRow
  beforeAll(async () => {
    pledge = await find(await pledged())
  })
  const templates = Object.entries(ar).filter(([name]) => name.startsWith('pledge_'))
  const cases = templates.flatMap(([template, text]) =>
    (typeof text === 'string' ? ['accepted'] : Object.keys(text)).flatMap((state) =>
      (template === 'pledge_declined' ? reasonCodes : ['other']).map((reasonCode) => ({
        template,
        data: JSON.stringify({ state, reasonCode, n: 3, quantity: 1200, unit: 'kilogram', dueOn: '2027-02-01' }),
      })),
    ),
  )

  for (const { template, data } of cases) {
    for (const language of ['ar', 'en']) {
      test(`${template} ${language} ${data} is short, whole and safe in both directions`, async () => {
        const message = outboxRow(pledge.reference, { template, data, language, recipient: 'company' })
        const { text, to } = await renderAbout(live, message, { pledge }, 'whole')
        expect(to).toBe('70000012')
        expect(text).not.toMatch(/[{}]|undefined|null/)
        expect(text).toContain(pledge.reference)
        expect(text).toContain(`https://tamkeen.gov.om/${language}/p/${pledge.reference}/`)
        expect(smsParts(text ?? ''), text ?? '').toBeLessThanOrEqual(language === 'ar' ? 3 : 2)
        if (language === 'en') expect(text).toMatch(/^[\n\x20-\x7A]*$/)
        else expect(text?.replace(/[\u2066-\u2068][^\u2066-\u2069]*\u2069/g, '')).not.toMatch(/[A-Za-z\u2066-\u2069]/)
      })
    }
  }
  test('there is one for each that the desk can name', () => expect(cases.length).toBeGreaterThan(20))
})

describe('a company is told', () => {
  test('by e-mail where it gave an address, else by phone, and staff read what it was told', async () => {
    const [mailed, phoned] = [await pledged(), await pledged([{}], byPhone)]
    expect(await queued(mailed)).toMatchObject([
      { template: 'pledge_received', channel: 'email', recipient: 'company' },
    ])
    expect(await queued(phoned)).toMatchObject([{ template: 'pledge_received', channel: 'sms', recipient: 'company' }])
    const line = gatewayLine()
    const mails: { to: string; subject: string; text: string }[] = []
    const email = {
      staysHere: false,
      send: async (mail: { to: string; subject: string; text: string }) => {
        mails.push(mail)
        return { ok: true as const }
      },
    }
    await deliverMessages(storeWith(line, { channels: { email } }), 10, noon)
    expect(mails).toMatchObject([{ to: 'csr@company.test', subject: expect.stringContaining(mailed) }])
    const { delivered } = await line.report()
    expect(delivered.map(({ to }) => to)).toEqual(['+96870000012'])
    const { items } = must(await listOutbox(db, await signedInStaff('officer'), {}))
    expect(items.find(({ reference }) => reference === mailed)).toMatchObject({
      recipient: 'company',
      channel: 'email',
      email: 'csr@company.test',
      state: 'sent',
    })
  })

  test('by phone where no e-mail leaves, if it gave one', async () => {
    const at = { ...db, channels: { sms: db.channels.sms, email: null } }
    const reference = await pledged()
    must(await verifyPledge(at, await signedInStaff('officer'), { reference, note: null }, noon))
    const told = async (of: string) => (await queued(of)).map(({ template, channel }) => [template, channel])
    expect(await told(reference)).toEqual([
      ['pledge_received', 'email'],
      ['pledge_verified', 'sms'],
    ])
    const withoutPhone = { ...(pledgeBody()['company'] as object), phone: null }
    const mailed = await pledged([{}], { company: withoutPhone })
    must(await verifyPledge(at, await signedInStaff('officer'), { reference: mailed, note: null }, noon))
    expect(await told(mailed)).toEqual([
      ['pledge_received', 'email'],
      ['pledge_verified', 'email'],
    ])
  })

  test('with a link that opens this pledge on a device for a day', async () => {
    const reference = await pledged()
    const row = await find(reference)
    for (const channel of ['email', 'sms'] as const) {
      const message: OutboxRow = outboxRow(reference, { template: 'pledge_accepted', channel, recipient: 'company' })
      const { text } = await renderAbout(db, message, { pledge: row }, 'whole')
      const token = /\/p\/PLG-\w{8}\/([\w-]+)/.exec(text ?? '')?.[1] ?? ''
      expect(await followPledgeLink(db, { reference, token }, noon)).toMatchObject({ ok: true })
      expect(await followPledgeLink(db, { reference: await pledged(), token }, noon)).toMatchObject({ ok: false })
      expect(await followPledgeLink(db, { reference, token: token.slice(0, -1) }, noon)).toMatchObject({ ok: false })
    }
    const { text } = await renderAbout(
      db,
      outboxRow(reference, { template: 'pledge_accepted' }),
      { pledge: row },
      'masked',
    )
    expect(text).toContain('/***')
  })

  test('that all of it came only when all of it came', async () => {
    const reference = await accepted([{ quantity: 4 }])
    const receiver = await signedInStaff('receiver')
    must(await receiveLine(db, receiver, { reference, n: 1, ...delivery(3) }, noon))
    must(await receiveLine(db, receiver, { reference, n: 2, ...delivery(1) }, noon))
    const { results } = await d1
      .prepare(`SELECT data FROM outbox WHERE subject = ? AND template = 'pledge_received_line' ORDER BY id`)
      .bind(reference)
      .all<{ data: string }>()
    expect(results.map(({ data }) => (JSON.parse(data) as { state: string }).state)).toEqual([
      'partly_delivered',
      'fulfilled',
    ])
  })

  test('nothing any more once its contact is erased, not even what was written before', async () => {
    const reference = await pledged([{}], byPhone)
    must(await eraseContact(db, { reference, actor: 'company', cause: 'asked' }, noon))
    expect((await queued(reference)).map(({ state, error }) => `${state} ${error}`)).toEqual([
      'dead erased',
      'dead erased',
    ])
    await d1.prepare(`UPDATE outbox SET state = 'queued', last_error = NULL WHERE subject = ?`).bind(reference).run()
    const line = gatewayLine()
    await deliverMessages(storeWith(line), 10, noon)
    expect((await line.report()).delivered).toEqual([])
    expect((await queued(reference)).map(({ state, error }) => `${state} ${error}`)).toEqual([
      'dead no_recipient',
      'dead no_recipient',
    ])
  })
})
