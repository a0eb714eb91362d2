import { expect, test } from 'vitest'
import { outletsCsv, outletsGeoJson } from '../../site/outlets/outlet-files.ts'
import { csvCell } from '../../worker/contract/csv.ts'
import { realOutlets, sampleOutlets } from './outlet-files.ts'

const outlets = [...realOutlets(), ...sampleOutlets()]
const addressOf = (path: string) => `https://tamkeen.example${path}`

/** A small reader of RFC 4180, so that the file is read as a spreadsheet reads it. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]]
  for (const [, quoted, plain = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    rows.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    if (end === '\r\n') rows.push([])
    if (end === '') break
  }
  return rows.filter((row) => row.length > 1)
}

const bare = (cell = '') => cell.replaceAll(/[\u2066-\u2069]/g, '')

test.for(['ar', 'en'] as const)(
  'the table holds every outlet in the order of the list, with its state (%s)',
  (language) => {
    const text = outletsCsv(language, outlets, addressOf)
    expect(text.startsWith('\ufeff')).toBe(true)
    const [head, ...rows] = readCsv(text.slice(1))
    expect(head).toHaveLength(11)
    expect(rows.map(([name]) => bare(name))).toEqual(outlets.map(({ name }) => name[language]))
    expect(rows.map((row) => row.length)).toEqual(rows.map(() => 11))
    const states = rows.map((row) => row[4])
    expect(states.filter((state) => /غير معتمد|not an approved/.test(state ?? ''))).toHaveLength(outlets.length - 1)
    expect(states.filter((state) => /تجريبي|Demonstration/.test(state ?? ''))).toHaveLength(sampleOutlets().length)
  },
)

test('names and addresses are isolated, so that neither direction spills over', () => {
  const [, ...rows] = readCsv(outletsCsv('ar', outlets, addressOf).slice(1))
  for (const row of rows) {
    expect(row[0]).toMatch(/^\u2068.*\u2069$/)
    expect(row[10]).toMatch(/^\u2066https:.*\u2069$/)
  }
})

test('no cell is a formula, and none ends its row', () => {
  for (const value of ['=1+1', '+968', '-1', '@x', '\t=1', '\u2068=HYPERLINK("x")\u2069', ' =1'])
    expect(bare(csvCell(value)).replace(/^"/, ''), value).toMatch(/^'/)
  expect(csvCell(-58.5)).toBe('-58.5')
  expect(csvCell('a "b", c\nd')).toBe('"a ""b"", c\nd"')
  expect(csvCell('سوق مطرح')).toBe('سوق مطرح')
})

test.for(['ar', 'en'] as const)(
  'the map file holds every outlet with its state, and null for an unknown place (%s)',
  (language) => {
    const { type, features } = JSON.parse(outletsGeoJson(language, outlets, addressOf)) as {
      type: string
      features: {
        id: string
        geometry: { type: string; coordinates: [number, number] } | null
        properties: Record<string, unknown>
      }[]
    }
    expect(type).toBe('FeatureCollection')
    expect(features.map(({ id }) => id)).toEqual(outlets.map(({ slug }) => slug))
    for (const [index, { id, geometry, properties }] of features.entries()) {
      const outlet = outlets[index]
      expect(properties, id).toMatchObject({
        name: outlet?.name[language],
        status: outlet?.status,
        governorate: outlet?.governorate,
        confidence: outlet?.position?.confidence ?? null,
        page: `https://tamkeen.example/${language}/outlets/${id}/`,
      })
      // RFC 7946 writes the longitude first.
      const { longitude, latitude } = outlet?.position ?? {}
      expect(geometry, id).toEqual(outlet?.position ? { type: 'Point', coordinates: [longitude, latitude] } : null)
    }
    expect(features.filter(({ geometry }) => geometry === null)).toHaveLength(1)
  },
)
