import { beforeAll, describe, expect, test } from 'vitest'
import { acceptPledge } from '../../worker/pledges/accept-pledge.ts'
import { receiveLine } from '../../worker/pledges/receive-line.ts'
import { reverseLine } from '../../worker/pledges/reverse-line.ts'
import { writeOffLine } from '../../worker/pledges/write-off-line.ts'
import { withdrawPledge } from '../../worker/pledges/withdraw-pledge.ts'
import type { Staff } from '../../worker/desk/staff.ts'
import { tokenSubject } from '../../worker/pledges/open-pledge.ts'
import { makeToken } from '../../worker/people/tokens.ts'
import { approveProposal } from '../../worker/proposals/approve-proposal.ts'
import type { Store } from '../../worker/store.ts'
import { reasonOf } from '../builders/acts.ts'
import { withMeanwhile, withoutCondition, withoutIndex, withoutTrigger, type Altered } from '../builders/altered-d1.ts'
import {
  accepted,
  brokenPledges,
  buildNeed,
  delivery,
  must,
  needRow,
  pledgeRow,
  received,
  verified,
} from '../builders/desk-pledge.ts'
import { noon } from '../builders/exhibition.ts'
import { setClock } from '../builders/send.ts'
import { signedInStaff } from '../builders/staff.ts'
import { d1, db } from '../builders/store.ts'

// Acts on one pledge, and pledges for one need, at the same moment on real D1; each guard with the control that removes it.

let boss: Staff, other: Staff, storekeeper: Staff

beforeAll(async () => {
  setClock(noon)
  boss = await signedInStaff('manager')
  other = await signedInStaff('manager')
  storekeeper = await signedInStaff('receiver')
})

const reason = reasonOf('organiser_error')
const ok = (outcomes: { ok: boolean }[]) => outcomes.filter((outcome) => outcome.ok).length

const credentialOf = async (reference: string) => ({
  reference,
  token: await makeToken(db.keys, reference, 'manage', tokenSubject({ tokenVersion: 1, phoneKey: null }), null),
})

describe('two managers and two pledges for what is left of one need', () => {
  const scene = async () => {
    const need = await buildNeed({ asked: 10 })
    return { need, references: [await verified([{ need, quantity: 6 }]), await verified([{ need, quantity: 6 }])] }
  }
  const race = (references: string[]) =>
    Promise.all(
      references.map((reference, index) =>
        acceptPledge(db, index === 0 ? boss : other, { reference, withoutNeed: [] }, noon),
      ),
    )

  test('accept exactly one, and the other is told how much is left', async () => {
    const { need, references } = await scene()
    const outcomes = await race(references)
    expect(ok(outcomes)).toBe(1)
    expect(outcomes.find((outcome) => !outcome.ok)).toMatchObject({ reason: 'need_exceeded', need, remaining: 4 })
    expect(await needRow(need)).toMatchObject({ promised: 6 })
    expect(await brokenPledges()).toEqual([])
  })

  test('accept both without the check of the table, and the need is promised more than it asks', async () => {
    const { need, references } = await scene()
    await withoutCheck('needs', 'needs_capacity', async () => {
      expect(ok(await race(references))).toBe(2)
      expect(await needRow(need)).toMatchObject({ asked: 10, promised: 12 })
      expect(await brokenPledges()).toEqual([`the sums of ${need}`])
      await d1.prepare('UPDATE needs SET asked = 20 WHERE id = ?').bind(need).run()
    })
  })
})

/** Runs an act on a table that lost one CHECK, in the schema itself: SQLite has no way to drop one. */
async function withoutCheck(table: string, name: string, act: () => Promise<unknown>): Promise<void> {
  const row = await d1.prepare(`SELECT sql FROM sqlite_master WHERE name = ?`).bind(table).first<{ sql: string }>()
  const sql = row?.sql ?? ''
  const bare = sql.replace(
    new RegExp(`,\\s*CONSTRAINT "${name}" CHECK\\("needs"\\."promised" BETWEEN 0 AND "needs"\\."asked"\\)`),
    '',
  )
  if (bare === sql) throw new Error(`There is no check ${name}.`)
  const triggers = await d1
    .prepare(`SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL`)
    .bind(table)
    .all<{ sql: string }>()
  const rebuild = (definition: string) =>
    d1.batch([
      d1.prepare('PRAGMA defer_foreign_keys = ON'),
      d1.prepare(`CREATE TABLE kept AS SELECT * FROM ${table}`),
      d1.prepare(`DROP TABLE ${table}`),
      d1.prepare(definition),
      d1.prepare(`INSERT INTO ${table} SELECT * FROM kept`),
      d1.prepare('DROP TABLE kept'),
      ...triggers.results.map((index) => d1.prepare(index.sql)),
    ])
  await rebuild(bare)
  try {
    await act()
  } finally {
    await rebuild(sql)
  }
}

describe('receiving, reversing, writing off and withdrawing one line at once', () => {
  test('leaves one line in one state, with sums that agree, whoever is first', async () => {
    for (let round = 0; round < 4; round += 1) {
      const need = await buildNeed()
      const reference = await accepted([{ need }])
      const proposed = must(await writeOffLine(db, boss, { reference, n: 1, reason: null }, noon))
      const company = await credentialOf(reference)
      const outcomes = await Promise.all([
        receiveLine(db, storekeeper, { reference, n: 1, ...delivery(10 - round) }, noon),
        approveProposal(db, other, { id: proposed.proposal.id }, noon),
        withdrawPledge(db, company, noon),
      ])
      // A withdrawal may follow a write-off; nothing follows a delivery or a withdrawal.
      expect(ok(outcomes)).toBeGreaterThanOrEqual(1)
      expect(outcomes[0].ok && outcomes[1].ok).toBe(false)
      expect(outcomes[0].ok && outcomes[2].ok).toBe(false)
      expect(await brokenPledges()).toEqual([])
    }
  })

  test('of a received line reverses it once', async () => {
    const reference = await accepted()
    await received(storekeeper, reference, 1, 10)
    const outcomes = await Promise.all(
      [boss, other].map((who) => reverseLine(db, who, { reference, n: 1, reason }, noon)),
    )
    expect(ok(outcomes)).toBe(1)
    expect(await pledgeRow(reference)).toMatchObject({ lines: ['reversed 10/0/0', 'due 10/10/0'] })
    expect(await brokenPledges()).toEqual([])
  })
})

describe('a delivery recorded between the reading and the writing of a withdrawal', () => {
  const scene = async () => {
    const reference = await accepted()
    const company = await credentialOf(reference)
    const between = withMeanwhile(() => received(storekeeper, reference, 1, 4))
    return { reference, company, between }
  }

  test('stops it by the version inside the write', async () => {
    const { reference, company, between } = await scene()
    expect(await withdrawPledge(between.db, company, noon)).toMatchObject({ reason: 'transition_refused' })
    expect(await pledgeRow(reference)).toMatchObject({ state: 'partly_delivered' })
    expect(await brokenPledges()).toEqual([])
  })

  test('is stopped by the sequence of events alone', async () => {
    const { reference, company, between } = await scene()
    await expect(withoutConditions(between, (db) => withdrawPledge(db, company, noon))).rejects.toThrow(/events/)
    expect(await pledgeRow(reference)).toMatchObject({ state: 'partly_delivered' })
  })

  // Last in its file: the index cannot be restored over what happens without it.
  test('is lost with it when nothing of these is asked, and the invariants see it', async () => {
    const { reference, company, between } = await scene()
    const withdraw = () => withoutConditions(between, (db) => withdrawPledge(db, company, noon))
    const withoutRefusal = () => withoutTrigger('events_refuse_replace', withdraw)
    await withoutIndex('events_by_stream', withoutRefusal, { restore: false })
    expect(await pledgeRow(reference)).toMatchObject({ state: 'withdrawn' })
    expect(await brokenPledges()).not.toEqual([])
  })
})

/** An act whose write asks neither the version, nor the state, nor the lines that were read. */
function withoutConditions<T>(between: Altered, act: (db: Store) => Promise<T>): Promise<T> {
  const conditions = [
    ['WHERE reference = ? AND version = ?', 'WHERE reference = ? AND ? IS NOT NULL'],
    ['AND state IN (SELECT value FROM json_each(?))', 'AND ? IS NOT NULL'],
    ["AND l.state IN (SELECT f.value FROM json_each(w.value, '$.from') f)", ''],
  ] as const
  const [one, two, three] = conditions
  return withoutCondition(
    one[0],
    (first) =>
      withoutCondition(
        two[0],
        (second) =>
          withoutCondition(three[0], (third) => act(third.db), { replacement: three[1], base: second.env.DB }),
        { replacement: two[1], base: first.env.DB },
      ),
    { replacement: one[1], base: between.env.DB },
  )
}
