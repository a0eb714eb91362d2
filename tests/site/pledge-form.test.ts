import { expect, test } from 'vitest'
import { choicesOf, filterNeeds, readNeedFilter } from '../../site/companies/need-filter.ts'
import type { NeedView } from '../../worker/contract/pledge.ts'
import { nextPledgePage, readPledgeForm } from '../../worker/contract/pledge-form.ts'
import { dayTyped } from '../../worker/contract/typed-lines.ts'

const need = (change: Partial<NeedView> = {}): NeedView => ({
  id: 'n-tables',
  title: { ar: 'طاولات', en: 'Tables' },
  kind: 'equipment',
  unit: 'piece',
  asked: 20,
  promised: 5,
  delivered: 0,
  state: 'partly_met',
  governorate: 'muscat',
  exhibition: null,
  by: '2027-02-01',
  ...change,
})
const ground = { needs: [need()], today: '2026-11-24' }
const company = { 'company.name.ar': 'شركة', 'company.contactName': 'هدى', 'company.email': 'a@example.om' }

function read(fields: Record<string, string>) {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  const pledge = readPledgeForm(form, ground)
  return { pledge, next: nextPledgePage(pledge, ground, 'ar') }
}
const linesOf = (fields: Record<string, string>) => read(fields).pledge.lines

test.each([
  ['1/2/2027', '2027-02-01'],
  ['١/٢/٢٠٢٧', '2027-02-01'],
  [' 2027-2-1 ', '2027-02-01'],
  ['\u200f1-2-2027', '2027-02-01'],
  ['1.2.27', '1.2.27'],
  ['غدًا', 'غدًا'],
])('the day %s reads as %s', (typed, day) => expect(dayTyped(typed)).toBe(day))

test('a need that a link named fills in its line once, with what it still lacks', () => {
  expect(linesOf({ step: 'start', 'lines.0.need': 'n-tables' })).toMatchObject([
    { kind: 'equipment', unit: 'piece', quantity: '15' },
  ])
  // Whoever has seen the quantity and emptied it is asked for it.
  expect(linesOf({ step: 'lines', 'lines.0.need': 'n-tables' })).toMatchObject([{ kind: 'equipment', quantity: '' }])
})

test('lines are added, taken away and numbered anew, and what was typed stays', () => {
  const typed = { step: 'lines', 'lines.0.kind': 'jobs', 'lines.1.kind': 'goods', 'lines.1.note': 'علب' }
  const added = read({ ...typed, line: 'add' })
  expect(added.pledge.lines.map(({ kind }) => kind)).toEqual(['jobs', 'goods', ''])
  expect(added.next).toMatchObject({ show: 'lines', errors: [] })
  const removed = read({ ...typed, line: 'remove-0' }).pledge
  expect(removed.lines).toMatchObject([{ kind: 'goods', note: 'علب' }])
  expect(removed.answers.get('lines.0.note')).toEqual(['علب'])
  expect(removed.answers.has('lines.1.kind')).toBe(false)
})

test('a line that was left blank is none beside another, and one alone is asked for', () => {
  const line = { 'lines.0.kind': 'jobs', 'lines.0.quantity': '3', 'lines.0.unit': 'job', 'lines.0.dueOn': '1/2/2027' }
  expect(read({ ...company, ...line, step: 'lines', 'lines.1.kind': '' }).next).toMatchObject({ show: 'naming' })
  const { next } = read({ ...company, step: 'lines', 'lines.0.kind': '' })
  const fields = 'errors' in next ? next.errors.map(({ field }) => field) : []
  expect(fields).toEqual(['kind', 'quantity', 'unit', 'dueOn'].map((name) => `lines.0.${name}`))
})

test('a day that is not ahead, and a need that asks for something else, are said at their fields', () => {
  const line = { 'lines.0.need': 'n-tables', 'lines.0.kind': 'jobs', 'lines.0.quantity': '3', 'lines.0.unit': 'job' }
  const { next } = read({ ...company, ...line, 'lines.0.dueOn': '24/11/2026', step: 'lines' })
  expect(next).toMatchObject({
    show: 'lines',
    errors: [
      { field: 'lines.0.need', code: 'wrong_format' },
      { field: 'lines.0.dueOn', code: 'out_of_range' },
    ],
  })
})

test('the board is narrowed by place, kind, exhibition and month, and counts what each choice would leave', () => {
  const needs = [
    need(),
    need({ id: 'n-jobs', kind: 'jobs', unit: 'job', governorate: 'dhofar', by: '2027-03-15' }),
    need({ id: 'n-hall', exhibition: 'muscat-mall' }),
  ]
  const { filter, isUnderstood } = readNeedFilter(new URLSearchParams('governorate=muscat&month=2027-02'), needs)
  expect(isUnderstood).toBe(true)
  expect(filterNeeds(needs, filter).map(({ id }) => id)).toEqual(['n-tables', 'n-hall'])
  expect(choicesOf(needs, filter, 'exhibition')).toMatchObject([
    { code: null, count: 2, isChosen: true },
    { code: 'muscat-mall', count: 1, href: '?governorate=muscat&exhibition=muscat-mall&month=2027-02' },
  ])
  const strange = readNeedFilter(new URLSearchParams('kind=%3Cscript%3E&governorate=dhofar'), needs)
  expect(strange.isUnderstood).toBe(false)
  expect(filterNeeds(needs, strange.filter).map(({ id }) => id)).toEqual(['n-jobs'])
})
