import { beforeAll, describe, expect, test } from 'vitest'
import type { Staff } from '../../worker/desk/staff.ts'
import { editNeed } from '../../worker/needs/edit-need.ts'
import { acceptPledge } from '../../worker/pledges/accept-pledge.ts'
import { declinePledge } from '../../worker/pledges/decline-pledge.ts'
import { receiveLine } from '../../worker/pledges/receive-line.ts'
import { reverseLine } from '../../worker/pledges/reverse-line.ts'
import { verifyPledge } from '../../worker/pledges/verify-pledge.ts'
import { writeOffLine } from '../../worker/pledges/write-off-line.ts'
import { approveProposal } from '../../worker/proposals/approve-proposal.ts'
import { eventsOf, reasonOf, templatesTo } from '../builders/acts.ts'
import {
  accepted,
  brokenPledges,
  buildNeed,
  delivery,
  needRow,
  pledged,
  pledgeRow,
  received,
  verified,
} from '../builders/desk-pledge.ts'
import { noon } from '../builders/exhibition.ts'
import { moments, twice } from '../builders/failing-d1.ts'
import { setClock } from '../builders/send.ts'
import { signedInStaff } from '../builders/staff.ts'

// D1 fails once while staff act on a pledge, and the act is sent again: nothing is lost, nothing doubled.

let boss: Staff, other: Staff, storekeeper: Staff

beforeAll(async () => {
  setClock(noon)
  boss = await signedInStaff('manager')
  other = await signedInStaff('manager')
  storekeeper = await signedInStaff('receiver')
})

const reason = reasonOf('organiser_error')

describe.each(moments)('when D1 fails %s the write of', (when) => {
  const isWritten = when === 'after'

  test('a verification, an acceptance and a refusal, each happens and is told once', async () => {
    const reference = await pledged()
    const note = { note: 'سُئلت الشركة' }
    expect((await twice(when, (at) => verifyPledge(at, boss, { reference, ...note }, noon))).ok).toBe(!isWritten)
    expect((await twice(when, (at) => acceptPledge(at, other, { reference, withoutNeed: [] }, noon))).ok).toBe(
      !isWritten,
    )
    expect(await templatesTo(reference)).toEqual(['pledge_received', 'pledge_verified', 'pledge_accepted'])
    expect(await eventsOf(`pledge:${reference}`)).toEqual(['pledged', 'verify', 'accept'])
    const unwanted = await verified()
    await twice(when, (at) => declinePledge(at, boss, { reference: unwanted, reason }, noon))
    expect(await pledgeRow(unwanted)).toMatchObject({ state: 'declined', version: 3 })
    expect(await brokenPledges()).toEqual([])
  })

  test('a delivery and its reversal, the line and its need count it once', async () => {
    const need = await buildNeed()
    const reference = await accepted([{ need }])
    const sent = delivery(6)
    await twice(when, (at) => receiveLine(at, storekeeper, { reference, n: 1, ...sent }, noon))
    expect(await pledgeRow(reference)).toMatchObject({ version: 4, lines: ['received 10/6/6', 'due 4/4/0'] })
    expect(await needRow(need)).toMatchObject({ promised: 10, delivered: 6 })
    await twice(when, (at) => reverseLine(at, boss, { reference, n: 1, reason }, noon))
    expect(await pledgeRow(reference)).toMatchObject({ lines: ['reversed 10/0/0', 'due 4/4/0', 'due 6/6/0'] })
    expect(await brokenPledges()).toEqual([])
  })

  test('a write-off’s proposal and its approval, it is proposed once and carried out once', async () => {
    const reference = await accepted()
    const proposed = await twice(when, (at) => writeOffLine(at, boss, { reference, n: 1, reason }, noon))
    const id = proposed.ok ? proposed.proposal.id : ''
    await twice(when, (at) => approveProposal(at, other, { id }, noon))
    expect(await eventsOf(`pledge:${reference}`)).toEqual(['pledged', 'verify', 'accept', 'propose', 'write-off'])
    expect(await pledgeRow(reference)).toMatchObject({ state: 'closed_unfulfilled', lines: ['written_off 10/0/0'] })
    expect(await brokenPledges()).toEqual([])
  })

  test('a need’s edit, it is written once', async () => {
    const id = await buildNeed()
    await twice(when, (at) => editNeed(at, boss, { id, asked: 15 }, noon))
    expect(await needRow(id)).toMatchObject({ asked: 15, version: 2 })
    const reference = await accepted([{ need: id }])
    await received(storekeeper, reference, 1, 10)
    expect(await brokenPledges()).toEqual([])
  })
})
