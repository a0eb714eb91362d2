import { beforeAll, describe, expect, test } from 'vitest'
import { exportExhibition } from '../../worker/exports/export-exhibition.ts'
import { writeCsv } from '../../worker/exports/write-csv.ts'
import { writeXlsx } from '../../worker/exports/write-xlsx.ts'
import { proxied, alteredBy } from '../builders/altered-d1.ts'
import { booked, nextPhone } from '../builders/booking.ts'
import { addCrowd } from '../builders/crowd.ts'
import { as, pendingHall, sendDeskAct } from '../builders/desk.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { problemOf, send, setClock } from '../builders/send.ts'
import { buildStaff, signedInAs, signedInStaff } from '../builders/staff.ts'
import { d1, db } from '../builders/store.ts'
import { rowsOfSheet, unzip } from '../builders/unzip.ts'

let officer: Record<string, string>
let officerId = 0

beforeAll(async () => {
  setClock()
  const { email, id } = await buildStaff('officer')
  officer = await signedInAs(email)
  officerId = id
})

const take = (file: string, slug: string, who = officer, language = 'ar') =>
  send(`/api/v1/desk/exports/${file}?exhibition=${slug}&language=${language}`, { headers: who })
const linesOf = async (response: Response) => {
  const bytes = new Uint8Array(await response.arrayBuffer())
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  return new TextDecoder().decode(bytes).trimEnd().split('\r\n')
}
const lastEvent = async (id = officerId) => {
  const row = await d1
    .prepare('SELECT type, at_utc AS atUtc, data FROM events WHERE stream = ? ORDER BY seq DESC LIMIT 1')
    .bind(`staff:${id}`)
    .first<{ type: string; atUtc: number; data: string }>()
  return row && { ...row, data: JSON.parse(row.data) as Record<string, unknown> }
}
const seller = (name: string, tradeName: string, listPublicly = true) => ({
  applicant: { kind: 'productive_family', name, phone: nextPhone(), email: null, wilayat: 'as-seeb' },
  product: { category: 'halwa', tradeName, description: null, listPublicly },
})
async function allOf(bytes: AsyncGenerator<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  for await (const chunk of bytes) chunks.push(chunk)
  return new Uint8Array(await new Blob(chunks as Uint8Array<ArrayBuffer>[]).arrayBuffer())
}
async function* pages<T>(...all: T[][]): AsyncGenerator<T[]> {
  yield* all
}

describe('all bookings of an exhibition', () => {
  test('are a CSV file that Excel reads, in the language that is asked for', async () => {
    const { slug } = await pendingHall()
    const { reference } = await booked(slug, seller('سلمى الحارثية', 'حلوى, نزوى "الأصل"'))
    const response = await take('bookings.csv', slug)
    expect(response.headers.get('Content-Type')).toBe('text/csv; charset=utf-8')
    expect(response.headers.get('Content-Disposition')).toBe(`attachment; filename="bookings-${slug}-2026-12-06.csv"`)
    expect(response.headers.get('Cache-Control')).toBe('no-store')
    const lines = await linesOf(response)
    expect(lines).toHaveLength(2)
    expect(lines[0]).toMatch(/^رقم الطلب,الحالة,/)
    expect(lines[1]).toContain(reference)
    expect(lines[1]).toContain('سلمى الحارثية')
    expect(lines[1]).toContain('"حلوى, نزوى ""الأصل"""')
    expect((await linesOf(await take('bookings.csv', slug, officer, 'en')))[0]).toMatch(/^Reference,State,/)
  })

  test('leave in the audit who took what, how many rows and when, before the first byte', async () => {
    const { slug } = await buildExhibition({ stalls: 3 })
    for (let i = 0; i < 3; i += 1) await booked(slug)
    const response = await take('bookings.csv', slug)
    expect(await lastEvent()).toMatchObject({
      type: 'export',
      atUtc: noon,
      data: { file: 'bookings', format: 'csv', exhibition: slug, rows: 3 },
    })
    await response.text()
  })

  test('are not given while the audit cannot be written', async () => {
    const { slug } = await buildExhibition()
    const staff = await signedInStaff('officer')
    const broken = alteredBy(
      proxied({
        batch: () => {
          throw new Error('D1 does not write.')
        },
      }),
    )
    const request = { what: 'bookings', format: 'csv', slug, language: 'ar' } as const
    await expect(exportExhibition(broken.db, staff, request, noon)).rejects.toThrow('D1 does not write.')
    expect(await lastEvent(staff.id)).toBeNull()
  })

  test('are not given to somebody whose work ended meanwhile', async () => {
    const { slug } = await buildExhibition()
    const staff = await signedInStaff('officer')
    await d1.prepare('UPDATE staff SET is_active = 0 WHERE id = ?').bind(staff.id).run()
    const request = { what: 'bookings', format: 'csv', slug, language: 'ar' } as const
    expect(await exportExhibition(db, staff, request, noon)).toEqual({ ok: false, reason: 'not_signed_in' })
  })

  test('are officers’ and managers’, within their governorates', async () => {
    const { slug } = await buildExhibition({ governorate: 'dhofar' })
    expect(await problemOf(await take('bookings.csv', slug))).toMatchObject({ code: 'not_your_governorate' })
    expect((await take('bookings.csv', slug, await as('manager'))).status).toBe(200)
    expect((await take('bookings.csv', slug, await as('viewer'))).status).toBe(403)
    expect((await take('bookings.csv', 'no-such')).status).toBe(404)
    const nameless = await send('/api/v1/desk/exports/bookings.csv', { headers: officer })
    expect(await problemOf(nameless)).toMatchObject({ errors: [{ field: 'exhibition', code: 'required' }] })
  })

  test('come a page after another, each booking once, however many there are', async () => {
    const exhibition = await buildExhibition({ mode: 'ballot' })
    await addCrowd(exhibition.id, 'applied', { from: 0, to: 1_200 })
    const lines = await linesOf(await take('bookings.csv', exhibition.slug))
    expect(lines).toHaveLength(1_201)
    expect(new Set(lines.map((line) => line.split(',')[0])).size).toBe(1_201)
    expect((await lastEvent())?.data).toMatchObject({ rows: 1_200 })
    const response = await take('bookings.xlsx', exhibition.slug)
    const files = await unzip(new Uint8Array(await response.arrayBuffer()))
    expect(rowsOfSheet(files.get('xl/worksheets/sheet1.xml') ?? '')).toHaveLength(1_201)
  })

  test('hold nobody who was erased', async () => {
    const { slug } = await buildExhibition()
    const { reference } = await booked(slug, seller('زينب الوهيبية', 'عطور زينب'))
    await sendDeskAct(await as('manager'), reference, 'erase', {})
    const [, line] = await linesOf(await take('bookings.csv', slug))
    expect(line).toContain(reference)
    expect(line).not.toContain('زينب')
  })
})

describe('badges and the notice board', () => {
  test('hold who exhibits, stall after stall: with names, or only those who agreed and no draw code', async () => {
    const { slug } = await buildExhibition({ stalls: 4, review: 'none' })
    await booked(slug, { ...seller('خديجة', 'مخبز خديجة', false), stall: 'A-2' })
    await booked(slug, { ...seller('عائشة', 'حلوى عائشة'), stall: 'A-1' })
    const badges = await linesOf(await take('badges.csv', slug))
    expect(badges.slice(1).map((line) => line.split(',').slice(0, 3))).toEqual([
      ['A-1', 'حلوى عائشة', 'عائشة'],
      ['A-2', 'مخبز خديجة', 'خديجة'],
    ])
    const board = await linesOf(await take('notice-board.csv', slug))
    expect(board).toHaveLength(2)
    expect(board[1]).toMatch(/^A-1,حلوى عائشة,/)
    expect(board.join()).not.toMatch(/رمز القرعة|خديجة/)
    expect((await lastEvent())?.data).toMatchObject({ file: 'notice-board', rows: 1 })
  })
})

describe('a CSV cell', () => {
  const cells = async (...row: (string | number | null)[]) =>
    new TextDecoder().decode(await allOf(writeCsv(['t'], pages([row])))).split('\r\n')[1]

  test.for(['=1+1', '+968', '-2', '@SUM(A1)', '\tx', '\rx', '  =1', '\u2066=1'])(
    'never begins a formula: %j',
    async (text) => {
      expect((await cells(text))?.replace(/^"/, '').startsWith("'")).toBe(true)
    },
  )

  test('begins none where an Excel that separates by semicolons, or a line break, would split it', async () => {
    expect(await cells('x;=1+1;y')).toBe(`"x;'=1+1;y"`)
    expect(await cells('a\n=2+2\nb')).toBe(`"a\n'=2+2\nb"`)
    expect(await cells('a, \u200f@SUM(A1)')).toBe(`"a,' \u200f@SUM(A1)"`)
  })

  test('keeps numbers, blanks and both directions apart', async () => {
    expect(await cells(-5, null, 'أ', 'abc')).toBe('-5,,أ,abc')
    expect(await cells('ركن A-1')).toBe('\u2068ركن A-1\u2069')
    expect(await cells('سطر\nآخر')).toBe('"سطر\nآخر"')
  })
})

describe('an Excel file', () => {
  const sheetOf = async (language: 'ar' | 'en', ...row: (string | number | null)[]) => {
    const files = await unzip(await allOf(writeXlsx({ language, title: 'كل [الطلبات]' }, ['عنوان'], pages([row]))))
    return { files, sheet: files.get('xl/worksheets/sheet1.xml') ?? '' }
  }

  test('is a whole workbook, its sheet from right to left in Arabic', async () => {
    const { files, sheet } = await sheetOf('ar', 'سلمى')
    expect([...files.keys()]).toEqual([
      '[Content_Types].xml',
      '_rels/.rels',
      'xl/workbook.xml',
      'xl/_rels/workbook.xml.rels',
      'xl/styles.xml',
      'xl/worksheets/sheet1.xml',
    ])
    expect(sheet).toContain('rightToLeft="1"')
    expect((await sheetOf('en', 'x')).sheet).not.toContain('rightToLeft')
    expect(files.get('xl/workbook.xml')).toContain('name="كل  الطلبات "')
  })

  test('keeps texts as texts, numbers as numbers, and nothing that XML cannot hold', async () => {
    const { sheet } = await sheetOf('ar', '=1+1', 3, null, '<b>&"', '70000012', 'أ\u0007ب')
    expect(sheet).toContain('<c t="inlineStr" s="2"><is><t xml:space="preserve">=1+1</t></is></c>')
    expect(sheet).toContain('<c><v>3</v></c>')
    expect(rowsOfSheet(sheet)[1]).toEqual(['=1+1', '3', '', '<b>&"', '70000012', 'أب'])
  })

  test('is read to its end or stopped, and a fault of its rows ends it', async () => {
    async function* failing(): AsyncGenerator<string[][]> {
      yield [['one']]
      throw new Error('D1 is gone.')
    }
    await expect(allOf(writeXlsx({ language: 'ar', title: 't' }, ['t'], failing()))).rejects.toThrow('D1 is gone.')
    let given = 0
    async function* endless(): AsyncGenerator<string[][]> {
      for (;;) {
        given += 1
        yield Array.from({ length: 500 }, () => [crypto.randomUUID()])
      }
    }
    const bytes = writeXlsx({ language: 'ar', title: 't' }, ['t'], endless())
    for (let i = 0; i < 20; i += 1) await bytes.next()
    await bytes.return(undefined)
    const before = given
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(given).toBe(before)
  })
})
