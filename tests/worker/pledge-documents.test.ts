import { beforeEach, describe, expect, test } from 'vitest'
import { findPledge } from '../../db/queries/pledges.ts'
import { addDays } from '../../worker/contract/dates.ts'
import { dayMs } from '../../worker/contract/limits.ts'
import { settlePledge } from '../../worker/pledges/mark-overdue.ts'
import { receiveLine } from '../../worker/pledges/receive-line.ts'
import { reverseLine } from '../../worker/pledges/reverse-line.ts'
import { sustainLine } from '../../worker/pledges/sustain-line.ts'
import { readStatement } from '../../worker/pledges/read-statement.ts'
import { verifyDocument } from '../../worker/pledges/verify-document.ts'
import { acceptedPledge, company, holderOf, receive } from '../builders/accepted-pledge.ts'
import { reasonOf } from '../builders/acts.ts'
import { delivery, must, pledged } from '../builders/desk-pledge.ts'
import { noon } from '../builders/exhibition.ts'
import { setClock } from '../builders/send.ts'
import { signedInStaff } from '../builders/staff.ts'
import { d1, db } from '../builders/store.ts'

beforeEach(() => setClock(noon))

describe('a yearly statement', () => {
  test('lists what came of all pledges of one registration, under one reference a year', async () => {
    const one = company({ registration: 'STATE1' })
    const [first, second] = [
      await acceptedPledge([{ quantity: 5 }], { company: one }),
      await acceptedPledge([{ quantity: 7 }], { company: one, naming: 'hidden' }),
    ]
    await receive(first, 1, 5)
    await receive(second, 1, 6)
    const other = await acceptedPledge([{ quantity: 9 }])
    await receive(other, 1, 9)
    const { statement } = must(await readStatement(db, await holderOf(first), { year: 2026 }, noon))
    expect(statement).toMatchObject({
      reference: expect.stringMatching(/^STM-[0-9A-HJKMNP-TV-Z]{8}$/),
      issuedOn: '2026-12-06',
      company: { registration: 'STATE1' },
      totals: [{ kind: 'equipment', unit: 'piece', received: 11 }],
    })
    expect(statement.lines.map(({ pledge, received }) => [pledge, received]).sort()).toEqual(
      [
        [first, 5],
        [second, 6],
      ].sort(),
    )
    const again = must(await readStatement(db, await holderOf(second), { year: 2026 }, noon + dayMs))
    expect(again.statement.reference).toBe(statement.reference)
    const verified = await verifyDocument(db, { address: '192.0.2.1' }, { reference: statement.reference }, noon)
    expect(verified).toEqual({
      ok: true,
      document: { kind: 'statement', reference: statement.reference, year: 2026, on: '2026-12-06' },
    })
  })

  test('stands as of the day it is opened while its year lasts, then as of the year’s last day, for whoever verifies it too', async () => {
    const reference = await acceptedPledge([{ quantity: 3 }])
    const holder = await holderOf(reference)
    const read = async (year: number, now: number) => must(await readStatement(db, holder, { year }, now)).statement
    const asOf = async (year: number, now: number) => {
      const statement = await read(year, now)
      const verified = must(await verifyDocument(db, { address: '192.0.2.1' }, statement, now))
      expect(verified.document.on).toBe(statement.issuedOn)
      return statement.issuedOn
    }
    expect(await asOf(2026, noon)).toBe('2026-12-06')
    must(await receiveLine(db, await signedInStaff('receiver'), { reference, n: 1, ...delivery(3) }, noon + 10 * dayMs))
    expect((await read(2026, noon + 20 * dayMs)).lines).toMatchObject([{ receivedOn: '2026-12-16' }])
    expect(await asOf(2026, noon + 20 * dayMs)).toBe('2026-12-26')
    expect(await asOf(2026, noon + 60 * dayMs)).toBe('2026-12-31')
    // First asked for after its year, it stands as of that day for good.
    expect(await asOf(2025, noon + dayMs)).toBe('2026-12-07')
    expect(await asOf(2025, noon + 60 * dayMs)).toBe('2026-12-07')
  })

  test('is not opened by whoever pledges under another’s registration, before staff called that company', async () => {
    const one = company({ registration: 'STATE2' })
    const theirs = await acceptedPledge([{ quantity: 5 }], { company: one })
    await receive(theirs, 1, 5)
    const stranger = await pledged([{}], { company: { ...one, contactName: 'غريب', phone: '79999998' } })
    const refused = await readStatement(db, await holderOf(stranger), { year: 2026 }, noon)
    expect(refused).toEqual({ ok: false, reason: 'transition_refused', state: 'pledged' })
  })
})

describe('verifying a document', () => {
  const verify = (reference: string, now = noon) => verifyDocument(db, { address: '192.0.2.1' }, { reference }, now)

  test('reveals reference, state and a day, nothing else; an unknown one is not there', async () => {
    const reference = await acceptedPledge([{ quantity: 5 }])
    expect(await verify(reference.toLowerCase())).toEqual({
      ok: true,
      document: { kind: 'pledge', reference, state: 'accepted', on: '2026-12-06' },
    })
    await receive(reference, 1, 5)
    expect(await verify(reference)).toMatchObject({ document: { state: 'fulfilled', on: '2026-12-06' } })
    for (const other of ['PLG-00000000', 'STM-00000000', 'TMK-00000000', 'x']) {
      expect(await verify(other)).toEqual({ ok: false, reason: 'not_found' })
    }
  })

  test('says since when: looking again after 90 days moves no day, a reversal and what comes after it do', async () => {
    const reference = await acceptedPledge([{ kind: 'jobs', unit: 'job', quantity: 5 }])
    await receive(reference, 1, 5)
    const receiver = await signedInStaff('receiver')
    const later = noon + 95 * dayMs
    must(await sustainLine(db, receiver, { reference, n: 1, stillThere: 4 }, later))
    expect(await verify(reference, later)).toMatchObject({ document: { state: 'fulfilled', on: '2026-12-06' } })
    expect((await findPledge(d1, reference))?.closedAtUtc).toBe(noon)
    const reversal = { reference, n: 1, reason: reasonOf('organiser_error') }
    must(await reverseLine(db, await signedInStaff('manager'), reversal, later))
    expect((await findPledge(d1, reference))?.closedAtUtc).toBeNull()
    must(await receiveLine(db, receiver, { reference, n: 2, ...delivery(5) }, later))
    expect(await verify(reference, later)).toMatchObject({ document: { state: 'fulfilled', on: '2027-03-11' } })
  })

  test('of what came in part says the first delivery’s day, of what is late the day after it was due', async () => {
    const reference = await acceptedPledge([{ quantity: 5, dueOn: '2026-12-20' }])
    const receiver = await signedInStaff('receiver')
    must(await receiveLine(db, receiver, { reference, n: 1, ...delivery(2) }, noon + 2 * dayMs))
    must(await receiveLine(db, receiver, { reference, n: 2, ...delivery(1) }, noon + 4 * dayMs))
    expect(await verify(reference)).toMatchObject({ document: { state: 'partly_delivered', on: '2026-12-08' } })
    const row = await findPledge(d1, reference)
    if (!row) throw new Error('The pledge is not there.')
    const late = noon + 60 * dayMs
    await settlePledge(db, row, late)
    expect(await verify(reference, late)).toMatchObject({ document: { state: 'overdue', on: '2026-12-21' } })
  })

  test('keeps it to the company for 30 days that it is late', async () => {
    const reference = await acceptedPledge([{ quantity: 5, dueOn: '2026-12-20' }])
    const late = Date.parse(`${addDays('2026-12-20', 5)}T08:00:00Z`)
    const row = await findPledge(d1, reference)
    if (!row) throw new Error('The pledge is not there.')
    expect((await settlePledge(db, row, late)).state).toBe('overdue')
    expect(await verify(reference, late)).toMatchObject({ document: { state: 'accepted' } })
    const lastPrivateDay = Date.parse(`${addDays('2026-12-20', 30)}T08:00:00Z`)
    expect(await verify(reference, lastPrivateDay)).toMatchObject({ document: { state: 'accepted' } })
    expect(await verify(reference, lastPrivateDay + dayMs)).toMatchObject({ document: { state: 'overdue' } })
  })
})
