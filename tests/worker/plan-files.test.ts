import { describe, expect, test } from 'vitest'
import { drawHall, drawHallSchema } from '../../worker/contract/draw-hall.ts'
import { parse } from '../../worker/contract/fields.ts'
import { readPlanCsv, writePlanCsv } from '../../worker/contract/plan-csv.ts'
import { overlapping, planDifferences, savePlanSchema, type StallOfPlan } from '../../worker/contract/plan.ts'

const stall = (code: string, change: Partial<StallOfPlan> = {}): StallOfPlan => ({
  code,
  zone: 'crafts',
  x: 10,
  y: 20,
  width: 30,
  height: 40,
  features: [],
  feeBaisa: 0,
  subsidyBaisa: 0,
  withheldReason: null,
  ...change,
})

describe('the stalls as a spreadsheet', () => {
  test('come back as they went, behind a byte order mark', () => {
    const stalls = [
      stall('A-1', { features: ['step_free', 'power'], feeBaisa: 5000, subsidyBaisa: 1500 }),
      stall('B-2', { withheldReason: 'safety', features: ['water'] }),
    ]
    const file = writePlanCsv(stalls)
    expect(file.startsWith('\ufeffcode,zone,x,y,width,height,step_free,')).toBe(true)
    const read = readPlanCsv(file)
    expect(read).toMatchObject({
      ok: true,
      stalls: [
        {
          line: 2,
          features: ['step_free', 'power'],
          values: { code: 'A-1', x: '10', fee_baisa: '5000', withheld: '' },
        },
        { line: 3, features: ['water'], values: { code: 'B-2', withheld: 'safety' } },
      ],
    })
  })

  test('are never a formula', () => {
    expect(writePlanCsv([stall('A-1', { zone: '=1+1' })])).toContain(`A-1,'=1+1,`)
    expect(readPlanCsv(`code,zone,x,y,width,height\n"'=1+1",a,1,1,1,1`)).toMatchObject({
      stalls: [{ values: { code: '=1+1' } }],
    })
  })

  test('are read with semicolons, other orders of columns, quotes, Arabic digits and blank lines', () => {
    const file =
      'zone;code;height;width;y;x;power;note\r\n"food ""A""";A-1;٣٠;30;0;٥;نعم;"two\nlines"\r\n;;;;;;;\r\nfood;A-2;30;30;0;40;0;'
    expect(readPlanCsv(file)).toEqual({
      ok: true,
      stalls: [
        expect.objectContaining({
          line: 2,
          features: ['power'],
          values: expect.objectContaining({ zone: 'food "A"', height: '30', x: '5' }),
        }),
        expect.objectContaining({ line: 5, features: [] }),
      ],
    })
  })

  test.each([
    ['code,zone,x,y,width\nA-1,a,1,1,1', { line: 1, column: 'height', code: 'required' }],
    ['code,zone,x,y,width,height\n', { line: 2, column: null, code: 'required' }],
    [`code,zone,x,y,width,height\n${'A-1,a,1,1,1,1\n'.repeat(501)}`, { line: 502, column: null, code: 'too_long' }],
  ])('say where they lack something', (file, error) => {
    expect(readPlanCsv(file)).toEqual({ ok: false, errors: [error] })
  })
})

describe('a hall drawn from rows and columns', () => {
  const numbers = {
    rows: 4,
    columns: 7,
    rowsTogether: 2,
    columnsTogether: 4,
    width: 30,
    depth: 25,
    aisle: 50,
    letter: 'c',
    stepFree: 3,
  }
  const draw = (change: Partial<typeof numbers> = {}) => {
    const request = parse(drawHallSchema, { ...numbers, ...change })
    if (!request.ok) throw new Error(JSON.stringify(request.errors))
    const zones = ['crafts', 'food'].map((id) => ({ id, title: { ar: 'قسم', en: id } }))
    return { zones, ...drawHall(request.value, zones, { ar: 'المدخل', en: 'Entrance' }) }
  }

  test('is a plan that can be saved, with no stall on another and none outside', () => {
    for (const hall of [
      draw(),
      draw({ rows: 10, columns: 50, letter: 'A', columnsTogether: 0 }),
      draw({ rows: 1, columns: 1 }),
    ]) {
      expect(parse(savePlanSchema, hall)).toMatchObject({ ok: true })
      expect(overlapping(hall.stalls)).toEqual([])
      for (const { x, y, width, height } of hall.stalls) {
        expect(x + width <= hall.plan.width && y + height <= hall.plan.height).toBe(true)
      }
    }
  })

  test('names rows by letters, gives zones rows in turn and aisles their width', () => {
    const { stalls } = draw()
    const at = (code: string) => stalls.find((one) => one.code === code)
    expect(stalls).toHaveLength(28)
    expect([at('C-1')?.zone, at('D-7')?.zone, at('E-1')?.zone, at('F-7')?.zone]).toEqual([
      'crafts',
      'crafts',
      'food',
      'food',
    ])
    expect((at('C-5')?.x ?? 0) - (at('C-4')?.x ?? 0)).toBe(30 + 2 + 50)
    expect((at('D-1')?.y ?? 0) - (at('C-1')?.y ?? 0)).toBe(25 + 2)
    expect((at('E-1')?.y ?? 0) - (at('D-1')?.y ?? 0)).toBe(25 + 2 + 50)
    expect(stalls.filter(({ features }) => features.includes('step_free')).map(({ code }) => code.charAt(0))).toEqual([
      'F',
      'F',
      'F',
    ])
    const corners = stalls.filter(({ code, features }) => code.startsWith('C') && features.includes('corner'))
    expect(corners.map(({ code }) => code)).toEqual(['C-1', 'C-4', 'C-5', 'C-7'])
  })

  test.each([
    [{ rows: 0 }, 'rows', 'out_of_range'],
    [{ rows: 20, columns: 26 }, 'columns', 'out_of_range'],
    [{ letter: 'Z' }, 'letter', 'out_of_range'],
    [{ letter: 'أ' }, 'letter', 'wrong_format'],
    [{ width: 0.5 }, 'width', 'wrong_format'],
    [{ aisle: undefined }, 'aisle', 'required'],
  ])('refuses %j', (change, field, code) => {
    expect(parse(drawHallSchema, { ...numbers, ...change })).toEqual({ ok: false, errors: [{ field, code }] })
  })
})

test('two plans differ by what stands in one of them only, and by what a stall is', () => {
  const here = [stall('A-1'), stall('A-2', { features: ['power', 'water'] }), stall('A-3')]
  const there = [stall('A-1', { x: 11 }), stall('A-2', { features: ['water', 'power'] }), stall('B-1')]
  expect(planDifferences(here, there)).toEqual([
    { code: 'A-1', kind: 'other' },
    { code: 'A-3', kind: 'only_here' },
    { code: 'B-1', kind: 'only_there' },
  ])
})
