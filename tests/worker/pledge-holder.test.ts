import { beforeEach, describe, expect, test } from 'vitest'
import { findPledge } from '../../db/queries/pledges.ts'
import { verifyAudit } from '../../worker/audit/verify-audit.ts'
import { addMonths } from '../../worker/contract/dates.ts'
import { dayMs } from '../../worker/contract/limits.ts'
import type { PledgeView } from '../../worker/contract/pledge.ts'
import { declinePledge } from '../../worker/pledges/decline-pledge.ts'
import { eraseContact, eraseOwnContact } from '../../worker/pledges/erase-contact.ts'
import { verifyPledge } from '../../worker/pledges/verify-pledge.ts'
import { reverseLine } from '../../worker/pledges/reverse-line.ts'
import { purgePledges } from '../../worker/pledges/purge-pledges.ts'
import { readOwnPledge } from '../../worker/pledges/read-own-pledge.ts'
import { withdrawPledge } from '../../worker/pledges/withdraw-pledge.ts'
import { acceptedPledge, company, holderOf, receive } from '../builders/accepted-pledge.ts'
import { reasonOf } from '../builders/acts.ts'
import { withMeanwhile, withoutCondition } from '../builders/altered-d1.ts'
import { buildNeed, lineBody, must, needRow, pledged, pledgeRow } from '../builders/desk-pledge.ts'
import { call, write } from '../builders/documented.ts'
import { noon } from '../builders/exhibition.ts'
import { bearer, problemOf, setClock } from '../builders/send.ts'
import { signedInStaff } from '../builders/staff.ts'
import { d1, db } from '../builders/store.ts'

beforeEach(() => setClock(noon))

type Body = Record<string, unknown>

const propose = async (reference: string, lines: Body[], status = 200, rest: Body = {}) => {
  const headers = bearer((await holderOf(reference)).token)
  const path = `/pledges/${reference}/propose-change`
  return call('POST /pledges/{reference}/propose-change', path, { status, ...write({ lines, ...rest }, headers) })
}
const takeBack = async (reference: string, status = 200) =>
  call('POST /pledges/{reference}/take-back-change', `/pledges/${reference}/take-back-change`, {
    status,
    headers: bearer((await holderOf(reference)).token),
  })

describe('a proposed change', () => {
  test('is shown until it is taken back, and changes nothing', async () => {
    const need = await buildNeed({ asked: 20 })
    const reference = await acceptedPledge([{ need, quantity: 5 }])
    const before = await needRow(need)
    const lines = [{ ...lineBody({ need, quantity: 9 }), n: 1 }, lineBody({ kind: 'goods', quantity: 3 })]
    const view = await (await propose(reference, lines, 200, { note: 'نزيد ما نقدّمه' })).json<PledgeView>()
    expect(view).toMatchObject({
      state: 'accepted',
      lines: [{ n: 1, quantity: 5 }],
      amendment: {
        lines: [
          { n: 1, quantity: 9, need },
          { n: null, kind: 'goods', quantity: 3, need: null },
        ],
      },
    })
    expect(await needRow(need)).toEqual(before)
    expect(await problemOf(await propose(reference, lines, 409))).toMatchObject({ code: 'transition_refused' })
    expect(await (await takeBack(reference)).json<PledgeView>()).toMatchObject({ amendment: null })
    await takeBack(reference, 409)
    await propose(reference, lines)
  })

  const day = '2027-02-01'
  test.each([
    ['a line that is not there', [{ n: 7, kind: 'equipment', unit: 'piece' }], 'lines.0.n', 'unknown'],
    ['another kind of the same line', [{ n: 1, kind: 'goods', unit: 'piece' }], 'lines.0.kind', 'not_allowed'],
    ['another unit', [{ n: 1, kind: 'equipment', unit: 'day' }], 'lines.0.unit', 'not_allowed'],
    [
      'a need that it did not answer',
      [{ n: 1, kind: 'equipment', unit: 'piece', need: 'n-x' }],
      'lines.0.need',
      'not_allowed',
    ],
    [
      'a new line for a need that is not there',
      [{ kind: 'equipment', unit: 'piece', need: 'n-x' }],
      'lines.0.need',
      'unknown',
    ],
    [
      'a new day that is past',
      [{ n: 1, kind: 'equipment', unit: 'piece', dueOn: '2026-12-01' }],
      'lines.0.dueOn',
      'out_of_range',
    ],
    ['nothing at all', [], 'lines', 'required'],
    ['what it is already', [{ n: 1, kind: 'equipment', unit: 'piece' }], 'lines', 'not_allowed'],
  ])('of %s is refused at its field', async (_name, lines, field, code) => {
    const reference = await acceptedPledge([{ quantity: 5 }])
    const response = await propose(
      reference,
      lines.map((line) => ({ quantity: 5, dueOn: day, ...line })),
      422,
    )
    expect((await problemOf(response)).errors).toEqual([{ field, code }])
  })

  test('of a line that has come, or of a pledge nobody accepted, is refused', async () => {
    const reference = await acceptedPledge([{ quantity: 5 }, { quantity: 2 }])
    await receive(reference, 1, 5)
    const response = await propose(reference, [{ ...lineBody({ quantity: 9 }), n: 1 }], 422)
    expect((await problemOf(response)).errors).toContainEqual({ field: 'lines.0.n', code: 'unknown' })
    const early = await pledged([{}], { company: company() })
    expect(await problemOf(await propose(early, [lineBody({ n: 1, quantity: 2 })], 409))).toMatchObject({
      state: 'pledged',
    })
  })

  test('is taken back with a pledge that is withdrawn', async () => {
    const reference = await acceptedPledge([{ quantity: 5 }])
    await propose(reference, [{ ...lineBody({ quantity: 9 }), n: 1 }])
    const { pledge } = must(await withdrawPledge(db, await holderOf(reference), noon))
    expect(pledge).toMatchObject({ state: 'withdrawn', amendment: null })
  })
})

describe('a withdrawal', () => {
  test('gives its needs back at once, and is too late once something came', async () => {
    const need = await buildNeed({ asked: 20 })
    const [one, other] = [await acceptedPledge([{ need, quantity: 5 }]), await acceptedPledge([{ need, quantity: 7 }])]
    await receive(other, 1, 2)
    must(await withdrawPledge(db, await holderOf(one), noon))
    expect(await needRow(need)).toMatchObject({ promised: 7, delivered: 2 })
    expect(await withdrawPledge(db, await holderOf(other), noon)).toMatchObject({ reason: 'transition_refused' })
    expect((await pledgeRow(other)).state).toBe('partly_delivered')
  })

  test('beside an act of staff that was faster is asked again, and tells the truth', async () => {
    const reference = await pledged([{}], { company: company() })
    const manager = await signedInStaff('manager')
    const decline = () => declinePledge(db, manager, { reference, reason: reasonOf('other') }, noon)
    const outcome = await withdrawPledge(withMeanwhile(decline).db, await holderOf(reference), noon)
    expect(outcome).toEqual({ ok: false, reason: 'transition_refused', state: 'declined' })
  })

  test('would overwrite that act without the version and the state inside the write', async () => {
    const reference = await pledged([{}], { company: company() })
    const manager = await signedInStaff('manager')
    const decline = () => declinePledge(db, manager, { reference, reason: reasonOf('other') }, noon)
    const holder = await holderOf(reference)
    const unguarded = withMeanwhile(decline).db
    await withoutCondition(
      'AND version = ? AND state IN (SELECT value FROM json_each(?))',
      async ({ db: altered }) => withdrawPledge(altered, holder, noon).catch(() => null),
      { base: unguarded.d1, replacement: 'AND ? > 0 AND json_array_length(?) > 0' },
    )
    // The chain of events is the last guard: two of one number cannot stand, so nothing was written after all.
    expect((await pledgeRow(reference)).state).toBe('declined')
    expect((await verifyAudit(db)).fault).toBeNull()
  })
})

describe('the data of a pledge', () => {
  test('is all given to its holder: contact, notes, consent and messages', async () => {
    const reference = await pledged([{ note: 'تُسلَّم صباحًا' }], { company: company() })
    const { data } = must(await readOwnPledge(db, await holderOf(reference), noon))
    expect(data).toMatchObject({
      pledge: { reference, company: { contactName: 'سالم الحارثي' } },
      notes: [{ n: 1, text: 'تُسلَّم صباحًا' }],
      consent: { version: '2026-11', language: 'ar', withdrawnAt: null },
      messages: [{ template: 'pledge_received', state: 'queued' }],
      erasedOn: '2027-12-06',
    })
    expect(await readOwnPledge(db, { reference, token: 'x' }, noon)).toMatchObject({ reason: 'pledge_not_found' })
  })

  test('erased by its holder, leaves a pledge that was accepted as it is, without anybody to reach', async () => {
    const reference = await acceptedPledge([{ quantity: 5, note: 'ملاحظة' }])
    const holder = await holderOf(reference)
    must(await eraseOwnContact(db, holder, noon))
    const row = await findPledge(d1, reference)
    expect(row).toMatchObject({
      state: 'accepted',
      contact: null,
      emailKey: null,
      phoneKey: null,
      contactErasedAtUtc: noon,
    })
    expect(row?.lines[0]?.note).toBeNull()
    expect((await pledgeRow(reference)).lines).toEqual(['due 5/5/0'])
    const { data } = must(await readOwnPledge(db, holder, noon))
    expect(data).toMatchObject({ pledge: { company: { contactName: null, phone: null, email: null } }, notes: [] })
    expect(data.consent?.withdrawnAt).not.toBeNull()
    expect((await verifyAudit(db)).fault).toBeNull()
  })

  test('erased before anybody accepted it, takes the pledge back', async () => {
    const reference = await pledged([{}], { company: company() })
    must(await eraseOwnContact(db, await holderOf(reference), noon))
    expect(await findPledge(d1, reference)).toMatchObject({ state: 'withdrawn', contact: null, closedAtUtc: noon })
  })

  test('is erased 12 months after closing, evidence of what came apart, and not a day before', async () => {
    const reference = await acceptedPledge([{ quantity: 5 }])
    await receive(reference, 1, 5)
    const declined = await pledged([{}], { company: company() })
    must(
      await declinePledge(db, await signedInStaff('manager'), { reference: declined, reason: reasonOf('other') }, noon),
    )
    const open = await acceptedPledge([{ quantity: 5 }])
    const yearLater = Date.parse(`${addMonths('2026-12-06', 12)}T08:00:00Z`)
    await purgePledges(db, 100, yearLater)
    expect((await findPledge(d1, reference))?.contact).not.toBeNull()
    await purgePledges(db, 100, yearLater + dayMs)
    for (const gone of [reference, declined]) expect((await findPledge(d1, gone))?.contact).toBeNull()
    expect((await findPledge(d1, open))?.contact).not.toBeNull()
    const texts = async (of: string) =>
      (
        await d1
          .prepare('SELECT body IS NULL AS isGone FROM texts WHERE stream = ?')
          .bind(`pledge:${of}`)
          .all<{ isGone: number }>()
      ).results.map(({ isGone }) => isGone)
    expect([await texts(reference), await texts(declined)]).toEqual([[0], [1]])
    expect((await verifyAudit(db)).fault).toBeNull()
  })

  test('of a pledge that nobody decides is erased 12 months after its last change, and the pledge withdrawn', async () => {
    const [sent, called] = [await pledged([{}], { company: company() }), await pledged([{}], { company: company() })]
    const months = (count: number) => Date.parse(`${addMonths('2026-12-06', count)}T08:00:00Z`)
    must(await verifyPledge(db, await signedInStaff('officer'), { reference: called, note: null }, months(2)))
    await purgePledges(db, 100, months(12))
    expect(await findPledge(d1, sent)).toMatchObject({ state: 'pledged', contact: expect.anything() })
    await purgePledges(db, 100, months(12) + dayMs)
    expect(await findPledge(d1, sent)).toMatchObject({ state: 'withdrawn', contact: null })
    expect(await findPledge(d1, called)).toMatchObject({ state: 'verified', contact: expect.anything() })
    const { data } = must(await readOwnPledge(db, await holderOf(called), months(12)))
    expect(data.erasedOn).toBe('2028-02-06')
    await purgePledges(db, 100, months(14) + dayMs)
    expect(await findPledge(d1, called)).toMatchObject({ state: 'withdrawn', contact: null })
    expect((await verifyAudit(db)).fault).toBeNull()
  })

  test('stays when the pledge is open again, or decided, between the purge’s look and its writing', async () => {
    const reference = await acceptedPledge([{ quantity: 5 }])
    await receive(reference, 1, 5)
    const later = Date.parse(`${addMonths('2026-12-06', 20)}T08:00:00Z`)
    const manager = await signedInStaff('manager')
    const reverse = () => reverseLine(db, manager, { reference, n: 1, reason: reasonOf('organiser_error') }, later)
    await eraseContact(
      withMeanwhile(reverse).db,
      { reference, actor: 'system', cause: 'purged', beforeUtc: later - 365 * dayMs },
      later,
    )
    expect(await findPledge(d1, reference)).toMatchObject({ closedAtUtc: null, contact: expect.anything() })
    const waiting = await pledged([{}], { company: company() })
    const verify = () => verifyPledge(db, manager, { reference: waiting, note: null }, later)
    await eraseContact(
      withMeanwhile(verify).db,
      { reference: waiting, actor: 'system', cause: 'purged', beforeUtc: later - 365 * dayMs },
      later,
    )
    expect(await findPledge(d1, waiting)).toMatchObject({ state: 'verified', contact: expect.anything() })
  })
})
