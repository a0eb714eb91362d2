import { beforeAll, describe, expect, test } from 'vitest'
import type { OutboxRow } from '../../db/queries/outbox.ts'
import { addDays, startOfMuscatDay } from '../../worker/contract/dates.ts'
import { hourMs } from '../../worker/contract/limits.ts'
import type { Staff } from '../../worker/desk/staff.ts'
import { isOutOfDate } from '../../worker/notifications/render-message.ts'
import { acceptPledge } from '../../worker/pledges/accept-pledge.ts'
import { agreeChange } from '../../worker/pledges/agree-change.ts'
import { proposeChange } from '../../worker/pledges/propose-change.ts'
import { reverseLine } from '../../worker/pledges/reverse-line.ts'
import { listDeskPledges } from '../../worker/pledges/list-desk-pledges.ts'
import { listOpenLines } from '../../worker/pledges/list-open-lines.ts'
import { markOverdue } from '../../worker/pledges/mark-overdue.ts'
import { readDeskPledge } from '../../worker/pledges/read-desk-pledge.ts'
import { remindLines } from '../../worker/pledges/remind-lines.ts'
import { runScheduledWork } from '../../worker/scheduled-work.ts'
import { holderOf } from '../builders/accepted-pledge.ts'
import { eventsOf, reasonOf, templatesTo } from '../builders/acts.ts'
import { rowsOf } from '../builders/counting-d1.ts'
import { accepted, brokenPledges, must, pledgeRow, received, verified } from '../builders/desk-pledge.ts'
import { noon } from '../builders/exhibition.ts'
import { setClock } from '../builders/send.ts'
import { signedInStaff } from '../builders/staff.ts'
import { d1, db } from '../builders/store.ts'

let boss: Staff, storekeeper: Staff

beforeAll(async () => {
  setClock(noon)
  boss = await signedInStaff('manager')
  storekeeper = await signedInStaff('receiver')
})

/** 10:00 in Muscat, so many days from the day on which lines of tests are due. */
const dueOn = '2027-02-01'
const morning = (days: number) => startOfMuscatDay(addDays(dueOn, days)) + 10 * hourMs

const reminders = async (reference: string) =>
  (await templatesTo(reference)).filter(
    (template) => template.startsWith('pledge_due') || template === 'pledge_overdue',
  )

describe('a line whose day is over', () => {
  const dueOn = '2027-01-10'
  const morning = (days: number) => startOfMuscatDay(addDays(dueOn, days)) + 10 * hourMs

  test('is overdue, by the scheduled job once, and still welcome', async () => {
    const reference = await accepted([{ dueOn }, { dueOn: '2027-06-01' }])
    const unaccepted = await verified([{ dueOn }])
    await markOverdue(db, 100, morning(0))
    expect(await pledgeRow(reference)).toMatchObject({ state: 'accepted' })
    await Promise.all([1, 2, 3].map(() => runScheduledWork(db, morning(1))))
    expect(await pledgeRow(reference)).toMatchObject({
      state: 'overdue',
      version: 4,
      lines: ['overdue 10/10/0', 'due 10/10/0'],
    })
    expect(await eventsOf(`pledge:${reference}`)).toEqual(['pledged', 'verify', 'accept', 'fall-due'])
    expect(await pledgeRow(unaccepted)).toMatchObject({ state: 'verified', version: 2 })
    await received(storekeeper, reference, 1, 7, morning(1))
    // What is short of a line that is late is late at once.
    expect(await pledgeRow(reference)).toMatchObject({
      state: 'overdue',
      lines: ['received 10/7/7', 'due 10/10/0', 'overdue 3/3/0'],
    })
    expect(await brokenPledges()).toEqual([])
  })

  test('is overdue for whoever reads it before the job came by', async () => {
    const reference = await accepted([{ dueOn }])
    const found = await readDeskPledge(db, boss, { reference }, morning(1))
    expect(found).toMatchObject({ ok: true, pledge: { state: 'overdue', lines: [{ state: 'overdue' }] } })
  })
})

describe('a company', () => {
  test('is reminded once of all that a pledge has due: a week before, on the day and a week after', async () => {
    const reference = await accepted([{}, { quantity: 3 }, { dueOn: '2027-06-01' }])
    const expected: Record<number, string[]> = {
      [-8]: [],
      [-7]: ['pledge_due_soon'],
      [-6]: ['pledge_due_soon'],
      0: ['pledge_due_soon', 'pledge_due_today'],
      7: ['pledge_due_soon', 'pledge_due_today', 'pledge_overdue'],
      9: ['pledge_due_soon', 'pledge_due_today', 'pledge_overdue'],
    }
    for (const days of [-8, -7, -6, 0, 7, 9]) {
      for (let run = 0; run < 2; run += 1) await remindLines(db, 100, morning(days))
      await Promise.all([1, 2].map(() => remindLines(db, 100, morning(days))))
      expect(await reminders(reference), `${days} days`).toEqual(expected[days])
    }
    const row = await d1
      .prepare(`SELECT data FROM outbox WHERE subject = ? AND template = 'pledge_due_soon'`)
      .bind(reference)
      .first<{ data: string }>()
    expect(JSON.parse(row?.data ?? '')).toEqual({ dueOn, expiresAtUtc: startOfMuscatDay(addDays(dueOn, 1)) })
  })

  test('is reminded of what was accepted, changed or opened again after the day’s first run', async () => {
    const dueOn = '2027-05-05'
    const at = (days: number, hour: number) => startOfMuscatDay(addDays(dueOn, days)) + hour * hourMs
    // In both orders of the references.
    const [one, two] = [await verified([{ dueOn }]), await verified([{ dueOn }])].sort()
    if (!one || !two) throw new Error('There are two.')
    const accept = async (reference: string, now: number) =>
      must(await acceptPledge(db, boss, { reference, withoutNeed: [] }, now))
    const [moved, came] = [await accepted([{ dueOn: '2027-06-01' }]), await accepted([{ dueOn }])]
    await received(storekeeper, came, 1, 10)
    await accept(two, noon)
    await remindLines(db, 100, at(-7, 9))
    expect([await reminders(two), await reminders(came)]).toEqual([['pledge_due_soon'], []])
    await accept(one, at(-7, 10))
    const line = { n: 1, kind: 'equipment', unit: 'piece', quantity: 10, dueOn, need: null } as const
    must(await proposeChange(db, await holderOf(moved), { lines: [line], note: null, version: null }, noon))
    must(await agreeChange(db, boss, { reference: moved }, at(-7, 10)))
    must(await reverseLine(db, boss, { reference: came, n: 1, reason: reasonOf('organiser_error') }, at(-7, 10)))
    for (const hour of [11, 12]) await remindLines(db, 100, at(-7, hour))
    for (const reference of [one, two, moved, came]) expect(await reminders(reference)).toEqual(['pledge_due_soon'])
    // What one reminder told of already is not told of twice that day.
    await received(storekeeper, two, 1, 4, at(-7, 13))
    await remindLines(db, 100, at(-7, 14))
    expect(await reminders(two)).toEqual(['pledge_due_soon'])
    // Every pledge that is still open is reminded again on the day, a hundred at a time or one.
    for (let run = 0; run < 5; run += 1) await remindLines(db, 1, at(0, 9))
    for (const reference of [one, two, moved, came]) {
      expect(await reminders(reference)).toEqual(['pledge_due_soon', 'pledge_due_today'])
    }
  })

  test('is never told "today" of yesterday: not by a late run, nor by a message that lay over the day', async () => {
    const dueOn = '2027-06-07'
    const [late, queued] = [await accepted([{ dueOn }]), await accepted([{ dueOn }])]
    const at = (days: number) => startOfMuscatDay(addDays(dueOn, days)) + 9 * hourMs
    const mark = (reference: string, last: number) =>
      d1.prepare('UPDATE pledge_lines SET last_reminder = ? WHERE reference = ?').bind(last, reference).run()
    await mark(queued, 3)
    await remindLines(db, 100, at(1))
    expect(await reminders(late)).toEqual([])
    await mark(queued, 0)
    for (const days of [-7, 0, 7]) await remindLines(db, 100, at(days))
    const rows = async (reference: string) =>
      (
        await d1
          .prepare(`SELECT * FROM outbox WHERE subject = ? AND dedupe_key LIKE 'due|%' ORDER BY id`)
          .bind(reference)
          .all<OutboxRow>()
      ).results
    const [soon, today, overdue] = await rows(queued)
    if (!soon || !today || !overdue) throw new Error('There are three.')
    const endOfDay = startOfMuscatDay(addDays(dueOn, 1))
    expect([soon, today, overdue].map((message) => isOutOfDate(message, endOfDay - 1))).toEqual([false, false, false])
    expect([soon, today, overdue].map((message) => isOutOfDate(message, endOfDay))).toEqual([true, true, false])
  })

  test('is not reminded by night, of what came, nor by a pledge without a contact; a day missed is made up for', async () => {
    const line = [{ dueOn: '2027-04-05' }]
    const [came, erased, missed] = [await accepted(line), await accepted(line), await accepted(line)]
    const late = startOfMuscatDay('2027-03-30') + 10 * hourMs
    await received(storekeeper, came, 1, 10)
    await d1.prepare('UPDATE pledges SET contact = NULL WHERE reference = ?').bind(erased).run()
    await remindLines(db, 100, late - 8 * hourMs)
    expect(await reminders(missed)).toEqual([])
    await remindLines(db, 100, late)
    expect(await reminders(missed)).toEqual(['pledge_due_soon'])
    expect([...(await reminders(came)), ...(await reminders(erased))]).toEqual([])
  })
})

test('jobs and lists about pledges read a bounded number of rows however many pledges there are', async () => {
  const many = async (from: number, to: number) => {
    const template = await accepted([{ dueOn: '2027-09-01' }])
    for (let i = from; i < to; i += 1) {
      const reference = `PLG-${String(i).padStart(8, '0')}`
      await d1.batch([
        d1
          .prepare(
            `INSERT INTO pledges SELECT ?1, state, company_key, email_key, phone_key, sector, naming, shows_amounts, company, contact,
               language, consent_version, entered_by, entered_from, verified_by, verified_at_utc, accepted_by, accepted_at_utc,
               accepted_year, closed_at_utc, contact_erased_at_utc, is_demonstration, token_version, ?2, updated_at_utc, 0, ''
             FROM pledges WHERE reference = ?3`,
          )
          .bind(reference, i, template),
        d1
          .prepare(
            `INSERT INTO pledge_lines (reference, n, kind, unit, quantity, due_on, is_money, committed)
             VALUES (?, 1, 'goods', 'piece', 5, '2027-09-01', 0, 5)`,
          )
          .bind(reference),
      ])
    }
  }
  const due = startOfMuscatDay('2027-09-01') + 10 * hourMs
  const rows = async () => {
    // The first runs take what is there, so that every reading begins with the same work.
    await remindLines(db, 10_000, due)
    await markOverdue(db, 10_000, due)
    return {
      reminded: (await rowsOf(({ db: counted }) => remindLines(counted, 100, due))).read,
      overdue: (await rowsOf(({ db: counted }) => markOverdue(counted, 5, due))).read,
      list: (await rowsOf(({ db: counted }) => listDeskPledges({ ...counted, keys: blind }, boss, {}))).read,
      waiting: (
        await rowsOf(({ db: counted }) => listDeskPledges({ ...counted, keys: blind }, boss, { state: 'accepted' }))
      ).read,
      open: (await rowsOf(({ db: counted }) => listOpenLines({ ...counted, keys: blind }, boss, {}))).read,
    }
  }
  await many(0, 120)
  const before = await rows()
  await many(120, 240)
  const after = await rows()
  for (const name of ['reminded', 'overdue', 'list', 'waiting', 'open'] as const) {
    expect(after[name], name).toBeLessThanOrEqual(before[name] + 10)
  }
})

/** Copies of one pledge share its ciphertexts, which open under its own reference only. */
const blind = {
  ...db.keys,
  decrypt: async () => JSON.stringify({ name: { ar: 'ش', en: 'c' }, registration: null, email: null, phone: null }),
}
