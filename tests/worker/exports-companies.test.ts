import { beforeAll, expect, test } from 'vitest'
import { as } from '../builders/desk.ts'
import { accepted, pledged, received } from '../builders/desk-pledge.ts'
import { noon } from '../builders/exhibition.ts'
import { problemOf, send, setClock } from '../builders/send.ts'
import { buildStaff, signedInAs, signedInStaff } from '../builders/staff.ts'
import { d1 } from '../builders/store.ts'
import { rowsOfSheet, unzip } from '../builders/unzip.ts'

let manager: Record<string, string>
let managerId = 0

beforeAll(async () => {
  setClock(noon)
  const { email, id } = await buildStaff('manager')
  manager = await signedInAs(email)
  managerId = id
})

const take = (file: string, who = manager) => send(`/api/v1/desk/exports/${file}?language=ar`, { headers: who })
const linesOf = async (response: Response) =>
  new TextDecoder()
    .decode(await response.arrayBuffer())
    .trimEnd()
    .split('\r\n')

test('pledges are a file of every line with its company, and deliveries one of everything that came', async () => {
  const given = await accepted([{ quantity: 10 }])
  await received(await signedInStaff('receiver'), given, 1, 4)
  const waiting = await pledged([{ quantity: 3 }, { kind: 'goods', quantity: 5 }])
  const pledges = await linesOf(await take('pledges.csv'))
  // Four of ten came, and the rest is a line of its own.
  expect(pledges.filter((line) => line.includes(given))).toHaveLength(2)
  expect(pledges.filter((line) => line.includes(waiting))).toHaveLength(2)
  expect(pledges[1]).toContain('شركة التجربة')
  expect(pledges[1]).toContain('1234567')
  const event = await d1
    .prepare('SELECT data FROM events WHERE stream = ? ORDER BY seq DESC LIMIT 1')
    .bind(`staff:${managerId}`)
    .first<{ data: string }>()
  expect(JSON.parse(event?.data ?? '')).toMatchObject({ file: 'pledges', exhibition: null, rows: pledges.length - 1 })

  const deliveries = await linesOf(await take('deliveries.csv'))
  expect(deliveries.filter((line) => line.includes(given))).toEqual([expect.stringContaining(',4,')])
  const workbook = await unzip(new Uint8Array(await (await take('deliveries.xlsx')).arrayBuffer()))
  const rows = rowsOfSheet(workbook.get('xl/worksheets/sheet1.xml') ?? '')
  expect(rows).toHaveLength(deliveries.length)
})

test('are the managers’ alone', async () => {
  for (const role of ['viewer', 'gate', 'receiver', 'officer'] as const) {
    const who = await as(role)
    for (const file of ['pledges.csv', 'deliveries.xlsx']) {
      expect(await problemOf(await take(file, who)), `${role} ${file}`).toMatchObject({ code: 'role_required' })
    }
  }
})

test('come a page after another, each line once', async () => {
  for (let i = 0; i < 55; i += 1) await pledged()
  const [, ...lines] = await linesOf(await take('pledges.csv'))
  const keys = lines.map((line) => [line.split(',')[0], line.split(',')[11]].join())
  expect(new Set(keys).size).toBe(lines.length)
  expect(lines.length).toBeGreaterThan(57)
})
