import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ProposalView } from '../../worker/contract/proposals.ts'
import type { Staff } from '../../worker/desk/staff.ts'
import { approveProposal } from '../../worker/proposals/approve-proposal.ts'
import { proposeAct } from '../../worker/proposals/propose-act.ts'
import { refuseProposal } from '../../worker/proposals/refuse-proposal.ts'
import { runScheduledWork } from '../../worker/scheduled-work.ts'
import { eventsOf, setState } from '../builders/acts.ts'
import { withMeanwhile, withoutCondition } from '../builders/altered-d1.ts'
import { brokenInvariants, countOf } from '../builders/broken-invariants.ts'
import { as } from '../builders/desk.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { registerTestKind } from '../builders/proposal-kind.ts'
import { problemOf, send, sendJson, setClock } from '../builders/send.ts'
import { signedInStaff } from '../builders/staff.ts'
import { bindings, d1, db } from '../builders/store.ts'

type Headers = Record<string, string>

const week = 7 * 86_400_000
let one: Staff, other: Staff
let manager: Headers

beforeAll(registerTestKind)
beforeEach(async () => {
  setClock(noon)
  one = await signedInStaff('manager')
  other = await signedInStaff('manager')
  manager = await as('manager')
})

async function proposed({ width = 900, by = one, now = noon } = {}) {
  const exhibition = await buildExhibition()
  const subject = `exhibition:${exhibition.slug}`
  const outcome = await proposeAct(db, by, { kind: 'write_off', subject, data: { width } }, now)
  if (!outcome.ok) throw new Error(`The proposal was refused: ${outcome.reason}`)
  return { exhibition, subject, id: outcome.proposal.id, proposal: outcome.proposal }
}

const widthOf = ({ id }: { id: number }) =>
  d1.prepare('SELECT plan_width AS width FROM exhibitions WHERE id = ?').bind(id).first('width')

const sendDecision = (who: Headers, id: string, decision: 'approve' | 'refuse', body: unknown = {}) =>
  sendJson(`/api/v1/desk/proposals/${id}/${decision}`, body, who, bindings)

const listed = async (who: Headers, query = ''): Promise<{ items: ProposalView[]; nextCursor: string | null }> =>
  (await send(`/api/v1/desk/proposals${query}`, { headers: who }, bindings)).json()

describe('a proposal', () => {
  test('does nothing yet, says what it would do, and stands in the record’s stream', async () => {
    const { exhibition, proposal, subject } = await proposed()
    expect(proposal).toMatchObject({
      kind: 'write_off',
      subject,
      does: [{ code: 'widens_plan', values: { width: 900 } }],
      state: 'open',
      proposedAt: new Date(noon).toISOString(),
      lapsesAt: new Date(noon + week).toISOString(),
      isOwn: true,
      decidedBy: null,
      decidedAt: null,
    })
    expect(await widthOf(exhibition)).toBe(600)
    expect(await eventsOf(subject)).toEqual(['propose'])
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('is carried out when another manager approves it, and says who did', async () => {
    const { exhibition, id, subject } = await proposed()
    const response = await sendDecision(manager, id, 'approve')
    expect(response.status).toBe(200)
    const { proposal } = await response.json<{ proposal: ProposalView }>()
    expect(proposal).toMatchObject({ id, state: 'approved', isOwn: false, decidedAt: new Date(noon).toISOString() })
    expect(proposal.decidedBy?.en).toMatch(/^Colleague/)
    expect(await widthOf(exhibition)).toBe(900)
    expect(await eventsOf(subject)).toEqual(['propose', 'widened'])
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('is set aside when another manager refuses it, with their words if they give any', async () => {
    const { exhibition, id, subject } = await proposed()
    const response = await sendDecision(manager, id, 'refuse', { reason: { code: 'other', text: 'ليس الآن' } })
    expect(await response.json()).toMatchObject({ proposal: { state: 'refused' } })
    expect(await widthOf(exhibition)).toBe(600)
    expect(await eventsOf(subject)).toEqual(['propose', 'refuse-proposal'])
    expect(await countOf('texts', 'stream = ?', subject)).toBe(1)
    const stored = await d1.prepare('SELECT data FROM events WHERE stream = ?').bind(subject).all()
    expect(JSON.stringify(stored.results)).not.toContain('ليس')
    expect(await brokenInvariants(exhibition)).toEqual([])
    const bare = await proposed()
    expect((await sendDecision(manager, bare.id, 'refuse')).status).toBe(200)
    const wordless = await proposed()
    expect(
      (await problemOf(await sendDecision(manager, wordless.id, 'refuse', { reason: { code: 'other' } }))).code,
    ).toBe('reason_required')
  })

  test('is decided by nobody who made it, and the table holds that too', async () => {
    const { exhibition, id } = await proposed()
    for (const decide of [approveProposal, refuseProposal]) {
      expect(await decide(db, one, { id, reason: null }, noon)).toEqual({ ok: false, reason: 'own_entry' })
    }
    const forged = d1
      .prepare(`UPDATE proposals SET state = 'approved', decided_by = proposed_by WHERE id = ?`)
      .bind(id)
      .run()
    await expect(forged).rejects.toThrow('proposals_two_people')
    expect(await widthOf(exhibition)).toBe(600)
  })

  test('is for managers alone', async () => {
    const { id } = await proposed()
    for (const role of ['officer', 'viewer', 'gate', 'receiver'] as const) {
      expect((await problemOf(await sendDecision(await as(role), id, 'approve'))).code).toBe('role_required')
    }
    const clerk = await signedInStaff('officer')
    const subject = `exhibition:${(await buildExhibition()).slug}`
    expect(await proposeAct(db, clerk, { kind: 'write_off', subject, data: {} }, noon)).toEqual({
      ok: false,
      reason: 'role_required',
    })
    expect((await problemOf(await sendDecision(manager, crypto.randomUUID(), 'approve'))).code).toBe('not_found')
    expect((await problemOf(await sendDecision(manager, 'nonsense', 'refuse'))).code).toBe('not_found')
  })

  test('about a record that is not there is not made', async () => {
    expect(await proposeAct(db, one, { kind: 'write_off', subject: 'exhibition:no-such', data: {} }, noon)).toEqual({
      ok: false,
      reason: 'not_found',
    })
  })

  test('is the only open one of its kind about its record; asked again, the same one is answered', async () => {
    const { id, subject } = await proposed()
    const again = (by: Staff, width: number) =>
      proposeAct(db, by, { kind: 'write_off', subject, data: { width } }, noon)
    expect(await again(one, 900)).toMatchObject({ ok: true, proposal: { id } })
    const refused = { ok: false, reason: 'transition_refused', state: 'open' }
    expect(await again(one, 1_000)).toEqual(refused)
    expect(await again(other, 900)).toEqual(refused)
    await refuseProposal(db, other, { id, reason: null }, noon)
    expect(await again(one, 1_000)).toMatchObject({ ok: true })
    expect(await eventsOf(subject)).toEqual(['propose', 'refuse-proposal', 'propose'])
  })

  test('whose act is not possible any more stays open and says why', async () => {
    const { exhibition, id } = await proposed()
    await setState(exhibition, 'cancelled')
    expect(await problemOf(await sendDecision(manager, id, 'approve'))).toMatchObject({
      code: 'transition_refused',
      state: 'cancelled',
    })
    expect((await listed(manager)).items.map((item) => item.id)).toContain(id)
  })
})

describe('a proposal that nobody decides', () => {
  test('lapses after seven days, whoever comes by first', async () => {
    const { exhibition, id, subject } = await proposed()
    expect(await approveProposal(db, other, { id }, noon + week)).toEqual({
      ok: false,
      reason: 'transition_refused',
      state: 'lapsed',
    })
    expect(await widthOf(exhibition)).toBe(600)
    expect(await eventsOf(subject)).toEqual(['propose', 'lapse-proposal'])
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('lapses by the scheduled job, by reading the list, and makes room for another', async () => {
    const [first, second, third] = [await proposed(), await proposed(), await proposed()]
    await proposeAct(db, other, { kind: 'write_off', subject: third.subject, data: { width: 5 } }, noon + week)
    expect(await eventsOf(third.subject)).toEqual(['propose', 'lapse-proposal', 'propose'])
    await d1.prepare('UPDATE proposals SET lapses_at_utc = ? WHERE id = ?').bind(noon, second.id).run()
    expect((await listed(manager)).items.map(({ id }) => id)).not.toContain(second.id)
    expect((await listed(manager, '?state=lapsed')).items.map(({ id }) => id)).toContain(second.id)
    await runScheduledWork(db, noon + week)
    expect(await eventsOf(first.subject)).toEqual(['propose', 'lapse-proposal'])
  })

  test('is still approved a moment before', async () => {
    const { exhibition, id } = await proposed()
    expect(await approveProposal(db, other, { id }, noon + week - 1)).toMatchObject({ ok: true })
    expect(await widthOf(exhibition)).toBe(900)
  })
})

describe('two managers who decide at once', () => {
  test('decide once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { exhibition, id } = await proposed()
      const third = await signedInStaff('manager')
      const [approved, refused] = await Promise.all([
        approveProposal(db, other, { id }, noon),
        refuseProposal(db, third, { id, reason: null }, noon),
      ])
      expect([approved.ok, refused.ok].filter(Boolean)).toHaveLength(1)
      expect(await widthOf(exhibition)).toBe(approved.ok ? 900 : 600)
      expect(await brokenInvariants(exhibition)).toEqual([])
    }
  })

  const between = async () => {
    const { exhibition, id } = await proposed()
    const third = await signedInStaff('manager')
    // Only the proposal changes between, so that nothing but its own condition is in the way.
    const refuse = d1
      .prepare(`UPDATE proposals SET state = 'refused', decided_by = ?, decided_at_utc = 1 WHERE id = ?`)
      .bind(third.id, id)
    return { exhibition, id, altered: withMeanwhile(() => refuse.run()) }
  }

  test('leave nothing of an act whose proposal was refused between reading and writing', async () => {
    const { exhibition, id, altered } = await between()
    expect(await approveProposal(altered.db, other, { id }, noon)).toEqual({
      ok: false,
      reason: 'transition_refused',
      state: 'refused',
    })
    expect(await widthOf(exhibition)).toBe(600)
    expect(await brokenInvariants(exhibition)).toEqual([])
  })

  test('without the condition inside the write carry out what was refused', async () => {
    const { exhibition, id, altered } = await between()
    await withoutCondition(
      `state = 'open' AND lapses_at_utc > ?`,
      (at) => approveProposal(at.db, other, { id }, noon),
      {
        replacement: '? IS NOT NULL',
        base: altered.db.d1,
      },
    )
    expect(await widthOf(exhibition)).toBe(900)
  })
})

describe('the list of proposals', () => {
  test('shows what waits, the latest first, a page at a time', async () => {
    for (let i = 0; i < 52; i += 1) await proposed({ now: noon + i })
    const first = await listed(manager)
    expect(first.items).toHaveLength(50)
    expect(first.items[0]).toMatchObject({ isOwn: false, state: 'open' })
    const times = first.items.map(({ lapsesAt }) => lapsesAt)
    expect(times).toEqual(times.toSorted().toReversed())
    const second = await listed(manager, `?cursor=${first.nextCursor}`)
    expect(second.items.length).toBeGreaterThanOrEqual(2)
    expect(second.items.map(({ id }) => id)).not.toContain(first.items.at(-1)?.id)
  })

  test.each(['?state=nonsense', '?cursor=nonsense', '?cursor=1.2'])('refuses %s', async (query) => {
    const response = await send(`/api/v1/desk/proposals${query}`, { headers: manager }, bindings)
    expect(await problemOf(response)).toMatchObject({ status: 422, code: 'invalid_input' })
  })
})
