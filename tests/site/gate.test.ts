import { beforeAll, describe, expect, test } from 'vitest'
import { gateWords } from '../../site/desk/gate/station-words.ts'
import { writeAnswer, type GateSaid } from '../../site/desk/gate/gate-answer.ts'
import { judgeOffline, type KnownOffline } from '../../site/desk/gate/judge-offline.ts'
import { stillSeen } from '../../site/desk/gate/still-seen.ts'
import { passClaim, passText, type Pass } from '../../worker/contract/pass.ts'
import { openKeyring, toBase64Url, type Keyring } from '../../worker/people/keyring.ts'

const letters = (letter: string) => letter.repeat(43)
const secrets = { ENCRYPTION_KEYS: `k:${letters('A')}`, LOOKUP_KEY: letters('B'), TOKEN_KEY: letters('C') }
const open = (seed: string) => openKeyring({ ...secrets, EVENT_KEY: letters('D'), PASS_KEY: `p1:${seed}` })

const day = '2026-12-27'
const morning = Date.parse('2026-12-27T05:00:00Z')
const reference = 'TMK-0123ABCD'
let ours: Keyring, theirs: Keyring, known: KnownOffline

beforeAll(async () => {
  ours = await open(letters('E'))
  theirs = await open(toBase64Url(crypto.getRandomValues(new Uint8Array(32))))
  const line = (code: string, stall: string, checkedInAt: string | null = null) => ({
    reference: code,
    stall,
    arrangements: ['companion' as const],
    checkedInAt,
  })
  known = {
    list: {
      exhibitionId: 7,
      slug: 'nizwa',
      day,
      asOf: '2026-12-27T03:50:00.000Z',
      lines: [line(reference, 'A-1'), line('TMK-0123ABCE', 'A-2', '2026-12-27T04:14:00.000Z')],
    },
    keys: ours.passKeys,
    canVerify: true,
    seen: new Map(),
  }
})

async function passOf(change: Partial<Pass> = {}, keys = ours): Promise<string> {
  const claim = passClaim({
    keyId: 'P1',
    reference,
    exhibitionId: 7,
    stall: 'A-1',
    startsOn: day,
    endsOn: '2026-12-31',
    ...change,
  })
  return passText(claim, await keys.signPass(claim))
}

const judge = (shown: string, more: Partial<KnownOffline> = {}, now = morning) =>
  judgeOffline({ ...known, ...more }, shown, now)

describe('without a network', () => {
  test('a pass of ours for a stall of the list is let in, and so is a typed reference', async () => {
    const said = { kind: 'saved', reference, stall: 'A-1', arrangements: ['companion'], at: '2026-12-27T05:00:00.000Z' }
    expect(await judge(await passOf())).toEqual(said)
    expect(await judge('tmk ٠١٢٣abcd')).toEqual(said)
  })

  test('whoever is in, by the list or by this phone, is said to be in since then', async () => {
    expect(await judge('TMK-0123ABCE')).toMatchObject({ kind: 'again', at: '2026-12-27T04:14:00.000Z' })
    const seen = new Map([[reference, '2026-12-27T04:30:00.000Z']])
    expect(await judge(await passOf(), { seen })).toMatchObject({ kind: 'again', at: '2026-12-27T04:30:00.000Z' })
  })

  test.each([
    ['of another exhibition', 'pass_other_exhibition', () => passOf({ exhibitionId: 8 })],
    ['of other days', 'pass_not_today', () => passOf({ startsOn: '2026-12-28' })],
    ['that somebody else signed', 'pass_invalid', () => passOf({}, theirs)],
    ['whose stall was changed', 'pass_invalid', async () => (await passOf()).replace(':A-1:', ':A-2:')],
    ['that is no pass', 'pass_invalid', async () => 'https://example.com'],
    ['of a stall that the booking left', 'moved', () => passOf({ stall: 'A-9' })],
    ['of nobody on the list', 'unlisted', () => passOf({ reference: 'TMK-ZZZZZZZZ' })],
  ])('a pass %s is not let in by the phone', async (_, kind, pass) => {
    expect((await judge(await pass())).kind).toBe(kind)
  })

  test('the list dies with its day', async () => {
    const midnight = Date.parse('2026-12-27T20:00:00Z')
    expect((await judge(await passOf(), {}, midnight - 1)).kind).toBe('saved')
    expect((await judge(await passOf(), {}, midnight)).kind).toBe('list_over')
  })

  test('a browser that knows no Ed25519 compares a pass with the list alone', async () => {
    const forged = await passOf({}, theirs)
    expect((await judge(forged, { canVerify: false })).kind).toBe('saved')
    expect((await judge(await passOf({ reference: 'TMK-ZZZZZZZZ' }), { canVerify: false })).kind).toBe('unlisted')
  })
})

test('whom the list should know and does not was taken back, unless they came later or were not sent', () => {
  const seen = new Map([
    ['TMK-BEFORE00', '2026-12-27T03:40:00.000Z'],
    ['TMK-VNSENT00', '2026-12-27T03:40:00.000Z'],
    ['TMK-AFTER000', '2026-12-27T04:00:00.000Z'],
  ])
  const left = stillSeen(seen, known.list.asOf, [{ reference: 'TMK-VNSENT00' }])
  expect([...left.keys()]).toEqual(['TMK-VNSENT00', 'TMK-AFTER000'])
})

test.for(['ar', 'en'] as const)('every answer has a word and a tone, and no place is left open (%s)', (language) => {
  const words = gateWords(language)
  const kinds = Object.keys(words.answers) as GateSaid['kind'][]
  expect(kinds.length).toBeGreaterThan(15)
  for (const kind of kinds) {
    const said = { kind, reference, stall: 'A-1', passStall: 'A-2', at: '2026-12-27T04:14:00.000Z' }
    const written = writeAnswer(words, { ...said, arrangements: ['companion'], state: 'withdrawn' })
    expect(JSON.stringify(written), kind).not.toMatch(/\{\w+\}|undefined/)
    expect(written.word).not.toBe('')
  }
  expect(writeAnswer(words, { kind: 'again', at: '2026-12-27T04:14:00.000Z' }).word).toContain('08:14')
})
