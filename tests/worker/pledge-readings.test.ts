import { beforeEach, describe, expect, test } from 'vitest'
import { forgetPledges } from '../../worker/exhibitions/public-cache.ts'
import type { Impact, Recognition, RecognisedCompany } from '../../worker/contract/pledge-readings.ts'
import type { NeedView } from '../../worker/contract/pledge.ts'
import { withdrawPledge } from '../../worker/pledges/withdraw-pledge.ts'
import { acceptedPledge, company, holderOf, receive } from '../builders/accepted-pledge.ts'
import { buildNeed, must, pledged } from '../builders/desk-pledge.ts'
import { call } from '../builders/documented.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { problemOf, send, setClock } from '../builders/send.ts'
import { d1, db } from '../builders/store.ts'

beforeEach(() => {
  setClock(noon)
  forgetPledges()
})

const needs = async (query = '') =>
  (await (await call('GET /needs', `/needs${query}`, { status: 200 })).json<{ needs: NeedView[] }>()).needs
const recognition = async (year = 2026) =>
  (await call('GET /recognition', `/recognition?year=${year}`, { status: 200 })).json<
    Omit<Recognition, 'isDemonstration'>
  >()
const impact = async (year = 2026) =>
  (await call('GET /impact', `/impact?year=${year}`, { status: 200 })).json<Impact>()

describe('GET /needs', () => {
  test('says how much is asked, promised and delivered, and which are open, partly met, met and closed', async () => {
    const id = await buildNeed({ asked: 10 })
    const find = async () => (await needs()).find((need) => need.id === id)
    expect(await find()).toMatchObject({ kind: 'equipment', unit: 'piece', asked: 10, promised: 0, state: 'open' })
    const reference = await acceptedPledge([{ need: id, quantity: 6 }])
    expect(await find()).toMatchObject({ promised: 6, delivered: 0, state: 'partly_met' })
    await receive(reference, 1, 4)
    expect(await find()).toMatchObject({ promised: 6, delivered: 4 })
    await acceptedPledge([{ need: id, quantity: 4 }])
    expect(await find()).toMatchObject({ promised: 10, state: 'met' })
    await d1.prepare('UPDATE needs SET closed_at_utc = 1 WHERE id = ?').bind(id).run()
    forgetPledges()
    expect(await find()).toMatchObject({ state: 'closed' })
    expect(await (await call('GET /needs/{id}', `/needs/${id}`, { status: 200 })).json()).toMatchObject({
      state: 'closed',
    })
  })

  test('filters by governorate, kind, exhibition and state, and refuses a code that is none', async () => {
    const { slug } = await buildExhibition({ governorate: 'dhofar' })
    const id = await buildNeed({ governorate: 'dhofar', exhibition: slug, kind: 'transport', unit: 'trip' })
    const query = `?governorate=dhofar&kind=transport&exhibition=${slug}&state=open`
    expect((await needs(query)).map((need) => [need.id, need.exhibition])).toEqual([[id, slug]])
    expect(await needs(query.replace('open', 'met'))).toEqual([])
    expect((await needs('?kind=transport')).every(({ kind }) => kind === 'transport')).toBe(true)
    const wrong = await call('GET /needs', '/needs?kind=x&state=y', { status: 422 })
    expect((await problemOf(wrong)).errors).toEqual([
      { field: 'kind', code: 'unknown' },
      { field: 'state', code: 'unknown' },
    ])
    await call('GET /needs/{id}', '/needs/n-nothing', { status: 404 })
  })

  test('names no exhibition that nobody has published', async () => {
    const { slug } = await buildExhibition({ state: 'draft' })
    const id = await buildNeed({ exhibition: slug })
    expect((await needs()).find((need) => need.id === id)).toMatchObject({ exhibition: null })
    expect(JSON.stringify(await needs())).not.toContain(slug)
  })

  test('what is not accepted, and what was withdrawn, promises nothing', async () => {
    const id = await buildNeed({ asked: 10 })
    const promised = async () => (await needs()).find((need) => need.id === id)?.promised
    await pledged([{ need: id, quantity: 6 }], { company: company() })
    expect(await promised()).toBe(0)
    const reference = await acceptedPledge([{ need: id, quantity: 10 }])
    expect(await promised()).toBe(10)
    must(await withdrawPledge(db, await holderOf(reference), noon))
    expect(await promised()).toBe(0)
  })
})

describe('GET /recognition', () => {
  const named = ({ companies: all }: { companies: RecognisedCompany[] }, word: string) =>
    all.find((one) => JSON.stringify(one).includes(word))

  test('names a company as it chose, from acceptance on, with amounts only where it agreed', async () => {
    const need = await buildNeed({ governorate: 'dhofar', asked: 500 })
    const shown = await acceptedPledge(
      [
        { need, quantity: 37 },
        { kind: 'jobs', unit: 'job', quantity: 41 },
      ],
      {
        company: company({ name: { ar: 'شركة الإعلان', en: '' } }),
      },
    )
    await acceptedPledge([{ need, quantity: 43 }], {
      company: company({ name: { ar: 'شركة التحفظ', en: 'Discreet' } }),
      showAmounts: false,
    })
    const sector = company({ name: { ar: 'شركة القطاع', en: 'Sectoral' }, sector: 'aviation' })
    await acceptedPledge([{ need, quantity: 47 }], { company: sector, naming: 'sector' })
    const all = await recognition()
    expect(named(all, 'شركة الإعلان')).toEqual({
      name: { ar: 'شركة الإعلان', en: 'شركة الإعلان' },
      year: 2026,
      governorates: ['dhofar'],
      lines: [
        { kind: 'equipment', quantity: 37, unit: 'piece' },
        { kind: 'jobs', quantity: 41, unit: 'job' },
      ],
    })
    expect(named(all, 'شركة التحفظ')).toMatchObject({ name: { en: 'Discreet' }, lines: [{ kind: 'equipment' }] })
    expect(named(all, 'aviation')).toMatchObject({ sector: 'aviation', governorates: ['dhofar'] })
    expect(JSON.stringify(all)).not.toMatch(/Sectoral|القطاع|43/)
    expect(all.companies.every((one) => !('isDemonstration' in one))).toBe(true)
    must(await withdrawPledge(db, await holderOf(shown), noon))
    expect(named(await recognition(), 'شركة الإعلان')).toBeUndefined()
  })

  test('puts the pledges of one registration together, and a hidden one apart from a named one', async () => {
    const one = company({ name: { ar: 'شركة الجمع', en: 'Gathered' } })
    await acceptedPledge([{ quantity: 2 }], { company: one })
    await acceptedPledge([{ quantity: 3 }, { kind: 'goods', quantity: 5 }], { company: one })
    const { hidden } = await recognition()
    await acceptedPledge([{ kind: 'services', unit: 'hour', quantity: 5 }], { company: one, naming: 'hidden' })
    const all = await recognition()
    expect(all.hidden).toBe(hidden + 1)
    expect(all.companies.filter((entry) => JSON.stringify(entry).includes('Gathered'))).toMatchObject([
      {
        lines: [
          { kind: 'equipment', quantity: 5, unit: 'piece' },
          { kind: 'goods', quantity: 5, unit: 'piece' },
        ],
      },
    ])
  })

  test('thanks nobody for money that is handed over elsewhere', async () => {
    const money = { kind: 'cash_handover', unit: 'baisa', quantity: 999_999 }
    await acceptedPledge([money], { company: company({ name: { ar: 'شركة النقد', en: '' } }) })
    expect(JSON.stringify(await recognition())).not.toMatch(/النقد|999999|cash/)
  })

  test('of another year is another list, and a year that is none is refused', async () => {
    expect((await recognition(2025)).companies).toEqual([])
    for (const year of ['abc', '1999', '2027', '20266']) {
      const response = await call('GET /recognition', `/recognition?year=${year}`, { status: 422 })
      expect((await problemOf(response)).errors?.[0]?.field).toBe('year')
      await call('GET /impact', `/impact?year=${year}`, { status: 422 })
    }
    expect(await (await send('/api/v1/recognition')).json()).toMatchObject({ year: 2026 })
  })
})

describe('GET /impact', () => {
  test('adds what came by kind and governorate, without groups under five', async () => {
    const [muscat, dhofar, musandam] = await Promise.all(
      ['muscat', 'dhofar', 'musandam'].map((governorate) =>
        buildNeed({ governorate, kind: 'training_places', unit: 'place', asked: 100 }),
      ),
    )
    const place = { kind: 'training_places', unit: 'place' }
    const reference = await acceptedPledge([
      { ...place, need: muscat, quantity: 20 },
      { ...place, need: dhofar, quantity: 8 },
      { ...place, need: musandam, quantity: 3 },
      { kind: 'stall_space', unit: 'stall', quantity: 4 },
    ])
    for (const [n, quantity] of [
      [1, 20],
      [2, 8],
      [3, 3],
      [4, 4],
    ] as const)
      await receive(reference, n, quantity)
    const { delivered, totals } = await impact()
    const of = (kind: string) => delivered.filter((row) => row.kind === kind)
    // Musandam's three could be told from the total and the others, so the next smallest is hidden too.
    expect(of('training_places').map(({ governorate, quantity }) => [governorate, quantity])).toEqual([
      ['dhofar', null],
      ['musandam', null],
      ['muscat', 20],
    ])
    expect(totals).toContainEqual({ kind: 'training_places', unit: 'place', quantity: 31, sustained: 0 })
    expect(of('stall_space')).toMatchObject([{ governorate: null, quantity: null, sustained: null }])
    expect(totals.find(({ kind }) => kind === 'stall_space')?.quantity).toBeNull()
  })

  test('counts places at exhibitions, and families in ranges', async () => {
    const results = async (governorate: string, families: number, others: number) => {
      const { id } = await buildExhibition({ governorate, startsOn: '2026-10-01', endsOn: '2026-10-03' })
      await d1.batch(
        [
          ['all', 'all', families + others],
          ['kind', 'productive_family', families],
          ['kind', 'womens_association', others],
        ].map(([dimension, value, places]) =>
          d1
            .prepare('INSERT INTO exhibition_results VALUES (?, ?, ?, ?, ?, 0)')
            .bind(id, dimension ?? '', value ?? '', Number(places) + 5, places ?? 0),
        ),
      )
    }
    await results('muscat', 30, 2)
    await results('dhofar', 22, 1)
    await results('al-wusta', 2, 1)
    const read = await impact()
    expect(read).toMatchObject({ exhibitions: 3, placesTotal: 58, families: { from: 50, to: 99 } })
    expect(read.places).toEqual([
      { governorate: 'al-wusta', places: null },
      { governorate: 'dhofar', places: null },
      { governorate: 'muscat', places: 32 },
    ])
    expect(await impact(2024)).toMatchObject({ delivered: [], places: [], placesTotal: 0, families: null })
  })
})
