import { beforeEach, describe, expect, test } from 'vitest'
import { isOurGateList, readGateList, type SignedGateList } from '../../worker/contract/gate-list.ts'
import { verifyPass } from '../../worker/contract/pass.ts'
import { readGateDay } from '../../worker/desk/read-gate-day.ts'
import { openKeyring, toBase64Url } from '../../worker/people/keyring.ts'
import { firstDay, firstMorning, passOf, sentDeskAct, setState } from '../builders/acts.ts'
import { booked } from '../builders/booking.ts'
import { rowsOf } from '../builders/counting-d1.ts'
import { addCrowd } from '../builders/crowd.ts'
import { as } from '../builders/desk.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { problemOf, send, setClock } from '../builders/send.ts'
import { signedInStaff } from '../builders/staff.ts'
import { bindings, db } from '../builders/store.ts'

beforeEach(() => setClock(firstMorning))

const sendList = (who: Record<string, string>, slug: string) =>
  send(`/api/v1/desk/exhibitions/${slug}/gate-list`, { headers: who })

/** Three who are expected and one who waits for a decision, with the gate's headers and its list. */
async function listed() {
  const exhibition = await buildExhibition({ review: 'none', stalls: 12 })
  const first = await booked(exhibition.slug, { stall: 'A-10', arrangements: ['companion', 'power', 'near_entrance'] })
  const second = await booked(exhibition.slug, { stall: 'A-2' })
  const gone = await booked(exhibition.slug, { stall: 'A-3' })
  await setState(exhibition, 'live')
  const gate = await as('gate', { gates: [exhibition.id] })
  await sentDeskAct(await as('manager'), gone.reference, 'cancel', { reason: { code: 'other', text: 'x' } })
  await sentDeskAct(gate, second.reference, 'check-in')
  const response = await sendList(gate, exhibition.slug)
  return { exhibition, first, second, gate, response, signed: await response.clone().json<SignedGateList>() }
}

describe('the list for a day without a network', () => {
  test('says who is expected at which stall, in the order of the stalls, and names nobody', async () => {
    const { exhibition, first, second, response, signed } = await listed()
    expect(response.headers.get('Cache-Control')).toBe('no-store')
    expect(readGateList(signed.text)).toEqual({
      exhibitionId: exhibition.id,
      slug: exhibition.slug,
      day: firstDay,
      asOf: new Date(firstMorning).toISOString(),
      lines: [
        {
          reference: second.reference,
          stall: 'A-2',
          arrangements: [],
          checkedInAt: new Date(firstMorning).toISOString(),
        },
        {
          reference: first.reference,
          stall: 'A-10',
          arrangements: ['near_entrance', 'companion'],
          checkedInAt: null,
        },
      ],
    })
    expect(JSON.stringify(signed)).not.toMatch(/حلوى|البلوشية|7000/)
  })

  test('is verified with the published keys, and no other text is', async () => {
    const { signed, first } = await listed()
    const { keys } = await (await send('/api/v1/pass-keys')).json<{ keys: typeof db.keys.passKeys }>()
    expect(await isOurGateList(keys, signed)).toBe(true)
    const forged = [
      { ...signed, text: signed.text.replace('A-10', 'A-11') },
      { ...signed, text: `${signed.text}\n` },
      { ...signed, signature: `A${signed.signature.slice(1)}` },
      { ...signed, signature: '' },
      { ...signed, keyId: 'P9' },
    ]
    for (const other of forged) expect(await isOurGateList(keys, other)).toBe(false)
    const stranger = await openKeyring({
      ...bindings,
      PASS_KEY: `p1:${toBase64Url(crypto.getRandomValues(new Uint8Array(32)))}`,
    })
    expect(await isOurGateList(stranger.passKeys, signed)).toBe(false)
    const pass = await passOf(first, noon)
    expect(readGateList(pass)).toBeNull()
    expect(await verifyPass(keys, signed.text)).toBeNull()
  })

  test('is cut short by nobody unnoticed', async () => {
    const { signed } = await listed()
    expect(readGateList(signed.text.split('\n').slice(0, 2).join('\n'))).toBeNull()
    expect(readGateList('')).toBeNull()
  })

  test('exists on the exhibition’s own days', async () => {
    const { exhibition } = await listed()
    setClock(noon)
    expect(await problemOf(await sendList(await as('manager'), exhibition.slug))).toMatchObject({
      status: 409,
      code: 'pass_not_today',
    })
  })
})

describe('today at the gate', () => {
  const read = async (staff: Awaited<ReturnType<typeof signedInStaff>>, request: Parameters<typeof readGateDay>[2]) => {
    const outcome = await readGateDay(db, staff, request, firstMorning)
    if (!outcome.ok) throw new Error(outcome.reason)
    return outcome.gateDay
  }

  test('counts who is in and who is expected, and shows either alone', async () => {
    const { exhibition, first, second } = await listed()
    const { slug } = exhibition
    const gate = await signedInStaff('gate', { gates: [exhibition.id] })
    const all = await read(gate, { slug, show: 'all' })
    expect(all).toMatchObject({ isToday: true, day: firstDay, expected: 2, arrived: 1 })
    expect(all.items.map(({ stall }) => stall)).toEqual(['A-2', 'A-10'])
    expect((await read(gate, { slug, show: 'arrived' })).items.map(({ reference }) => reference)).toEqual([
      second.reference,
    ])
    expect((await read(gate, { slug, show: 'expected' })).items.map(({ reference }) => reference)).toEqual([
      first.reference,
    ])
  })

  test('gives a gate the trade name, and the person’s name to those who decide bookings', async () => {
    const { exhibition } = await listed()
    const { slug } = exhibition
    const [atGate] = (await read(await signedInStaff('gate', { gates: [exhibition.id] }), { slug, show: 'all' })).items
    expect(atGate).toMatchObject({ tradeName: 'حلوى الدار', name: null })
    const [atDesk] = (await read(await signedInStaff('officer'), { slug, show: 'all' })).items
    expect(atDesk?.name).toBe('مريم البلوشية')
    const elsewhere = await signedInStaff('officer', { governorates: ['dhofar'] })
    expect(await readGateDay(db, elsewhere, { slug, show: 'all' }, firstMorning)).toMatchObject({
      reason: 'not_your_governorate',
    })
  })

  test('turns its pages without a gap', async () => {
    const exhibition = await buildExhibition({ stalls: 60 })
    for (let stall = 1; stall <= 60; stall += 1) await booked(exhibition.slug, { stall: `A-${stall}` })
    const gate = await signedInStaff('gate', { gates: [exhibition.id] })
    const one = await read(gate, { slug: exhibition.slug, show: 'all' })
    const two = await read(gate, { slug: exhibition.slug, show: 'all', cursor: one.nextCursor ?? '' })
    expect([one.items.length, two.items.length, two.nextCursor]).toEqual([50, 10, null])
    const stalls = [...one.items, ...two.items].map(({ stall }) => stall)
    expect(stalls).toEqual(Array.from({ length: 60 }, (_, index) => `A-${index + 1}`))
  })

  test('costs the same however many once applied', async () => {
    const { exhibition } = await listed()
    const gate = await signedInStaff('gate', { gates: [exhibition.id] })
    const cost = () =>
      rowsOf((altered) => readGateDay(altered.db, gate, { slug: exhibition.slug, show: 'all' }, firstMorning))
    const before = await cost()
    await addCrowd(exhibition.id, 'left', { from: 0, to: 2_000 })
    await addCrowd(exhibition.id, 'waitlisted', { from: 600_000, to: 602_000 })
    expect(await cost()).toEqual(before)
  })
})
