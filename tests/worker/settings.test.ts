import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { limitsPerMinute } from '../../worker/contract/limits.ts'
import type { DeskSetting } from '../../worker/contract/settings.ts'
import { openStore } from '../../worker/http/open-store.ts'
import { countInBindings, rateLimits } from '../../worker/http/rate-limits.ts'
import { changeSetting } from '../../worker/office/change-setting.ts'
import { keptSettings, refreshSettings, settingsKeptMs } from '../../worker/office/kept-settings.ts'
import { verifyHeads } from '../../worker/audit/verify-heads.ts'
import { verifyStreams } from '../../worker/audit/verify-streams.ts'
import { streamOwners } from '../../db/queries/audit.ts'
import { withMeanwhile, withoutCondition, withoutIndex, withoutTrigger } from '../builders/altered-d1.ts'
import { newKey, nextPhone } from '../builders/booking.ts'
import { rowsOf } from '../builders/counting-d1.ts'
import { as } from '../builders/desk.ts'
import { buildExhibition, noon } from '../builders/exhibition.ts'
import { problemOf, send, sendClaim, setClock } from '../builders/send.ts'
import { signedInStaff } from '../builders/staff.ts'
import { bindings, d1, db } from '../builders/store.ts'

let manager: Record<string, string>

beforeAll(async () => {
  setClock()
  manager = await as('manager')
})
afterEach(() => setClock())

const set = (name: string, value: unknown, version?: number) =>
  send(`/api/v1/desk/settings/${name}`, {
    method: 'PATCH',
    headers: { 'Content-Type': 'application/json', ...manager },
    body: JSON.stringify({ value, version }),
  })
const settings = async () => {
  const response = await send('/api/v1/desk/settings', { headers: manager })
  return (await response.json<{ settings: DeskSetting[] }>()).settings
}
const settingOf = async (name: string) => (await settings()).find((setting) => setting.name === name)

describe('a setting', () => {
  test('holds as it was deployed until an operator changes it, and goes back', async () => {
    expect(await settingOf('DELEGATE_LIMIT')).toMatchObject({ value: 20, deployed: 20, isChanged: false, version: 0 })
    expect(await (await set('DELEGATE_LIMIT', 25)).json()).toMatchObject({ value: 25, isChanged: true, version: 1 })
    expect(await (await set('DELEGATE_LIMIT', null)).json()).toMatchObject({ value: 20, isChanged: false, version: 2 })
  })

  test('stays within its bounds', async () => {
    for (const [name, value, code] of [
      ['DELEGATE_LIMIT', 0, 'out_of_range'],
      ['DELEGATE_LIMIT', 201, 'out_of_range'],
      ['DELEGATE_LIMIT', 2.5, 'wrong_format'],
      ['DELEGATE_LIMIT', { ar: 'س', en: 'x' }, 'wrong_format'],
      ['CLAIMS_PER_APPLICANT', 51, 'out_of_range'],
      ['SITE_NOTICE', 3, 'wrong_format'],
    ] as const) {
      const refused = await problemOf(await set(name, value))
      expect([refused.status, refused.errors?.[0]?.code], `${name} ${JSON.stringify(value)}`).toEqual([422, code])
    }
    expect((await set('TOKEN_KEY', 3)).status).toBe(404)
    expect(await problemOf(await set('SITE_NOTICE', { ar: 'تنبيه', en: '' }))).toMatchObject({
      errors: [{ field: 'value.en', code: 'required' }],
    })
  })

  test('is not changed over a newer version', async () => {
    await set('FINDS_PER_ADDRESS', 50)
    expect(await problemOf(await set('FINDS_PER_ADDRESS', 40, 0))).toMatchObject({
      code: 'changed_meanwhile',
      version: 1,
    })
    const staff = await signedInStaff('manager')
    const change = (value: number) => ({ name: 'FINDS_PER_ADDRESS', value, version: null })
    const between = withMeanwhile(() => changeSetting(db, staff, change(30), noon))
    expect(await changeSetting(between.db, staff, change(35), noon)).toMatchObject({ reason: 'changed_meanwhile' })
    expect(await settingOf('FINDS_PER_ADDRESS')).toMatchObject({ value: 30, version: 2 })
    await set('FINDS_PER_ADDRESS', null)
  })

  test('stands with its change in a chain that verifies, the notice as a text', async () => {
    await set('SITE_NOTICE', { ar: 'نعتذر عن بطء الموقع', en: 'Sorry, the site is slow' })
    const event = await d1
      .prepare(`SELECT data FROM events WHERE stream = 'setting:SITE_NOTICE' ORDER BY seq DESC LIMIT 1`)
      .first<{ data: string }>()
    expect(event?.data).not.toMatch(/slow|نعتذر/)
    await set('SITE_NOTICE', null)
    expect(await verifyStreams(db)).toMatchObject({ fault: null })
    for (const owner of streamOwners) expect(await verifyHeads(db, owner)).toMatchObject({ fault: null })
  })
})

describe('the delegates’ limit', () => {
  const claimAs = (slug: string, delegate: object, familyLabel: string) =>
    sendClaim(slug, { delegate: { ...delegate, familyLabel } })

  test('of an operator holds for the very next claim, up and down', async () => {
    const { slug } = await buildExhibition({ stalls: 10 })
    const delegate = { organisation: 'جمعية المرأة', name: 'نورة', phone: nextPhone() }
    await set('DELEGATE_LIMIT', 1)
    expect((await claimAs(slug, delegate, '1')).status).toBe(201)
    expect(await problemOf(await claimAs(slug, delegate, '2'))).toMatchObject({ code: 'delegate_limit' })
    await set('DELEGATE_LIMIT', 2)
    expect((await claimAs(slug, delegate, '2')).status).toBe(201)
    expect(await problemOf(await claimAs(slug, delegate, '3'))).toMatchObject({ code: 'delegate_limit' })
    await set('DELEGATE_LIMIT', null)
    expect((await claimAs(slug, delegate, '3')).status).toBe(201)
  })
})

describe('a limit a minute', () => {
  test('of an operator holds once the isolate has read it', async () => {
    await set('CLAIMS_PER_APPLICANT', 2)
    await refreshSettings(db, noon)
    expect(keptSettings(db).limits).toMatchObject({ CLAIMS_PER_APPLICANT: 2 })
    const { limits } = await openStore(bindings)
    const claim = () =>
      limits.allowsClaim({ address: newKey(), applicantKey: 'somebody', delegateKey: null, claimKey: newKey() })
    expect([await claim(), await claim(), await claim()]).toEqual([true, true, false])
    await set('CLAIMS_PER_APPLICANT', null)
    await refreshSettings(db, noon)
    expect(keptSettings(db).limits).toEqual({})
  })

  test('above what is deployed uses more keys of the binding, and below it none of them', async () => {
    const uses = new Map<string, number>()
    const binding = {
      limit: async ({ key }: { key: string }) => {
        const use = (uses.get(key) ?? 0) + 1
        uses.set(key, use)
        return { success: use <= limitsPerMinute.FINDS_PER_ADDRESS }
      },
    }
    const all = {
      CLAIMS_PER_APPLICANT: binding,
      CLAIMS_PER_DELEGATE: binding,
      CLAIMS_PER_ADDRESS: binding,
      FINDS_PER_ADDRESS: binding,
    }
    const allowed = async (limit: number, address: string) => {
      const { allowsFind } = rateLimits(countInBindings(all), () => limit)
      let count = 0
      for (let i = 0; i < limit + 5; i += 1) count += Number(await allowsFind(address))
      return count
    }
    expect(await allowed(7, 'low')).toBe(7)
    expect(await allowed(limitsPerMinute.FINDS_PER_ADDRESS, 'same')).toBe(60)
    expect(await allowed(130, 'high')).toBe(130)
    expect([...uses.keys()].sort()).toEqual(['high', 'high|1', 'high|2', 'low', 'same'])
  })
})

describe('what the isolate keeps', () => {
  test('is read once in a while, never by a claim', async () => {
    const { slug } = await buildExhibition({ stalls: 5 })
    setClock(noon + settingsKeptMs + 1)
    const first = await rowsOf(async ({ env }) => expect((await sendClaim(slug, {}, { env })).status).toBe(201))
    const second = await rowsOf(async ({ env }) => expect((await sendClaim(slug, {}, { env })).status).toBe(201))
    expect(second.read).toBeLessThanOrEqual(first.read)
  })

  test('is a notice on the pages that are rendered, and none when operators say none', async () => {
    const rendered = async () => JSON.stringify(keptSettings(db).notice)
    await set('SITE_NOTICE', { ar: 'تنبيه', en: 'Notice' })
    expect((await send('/ar/exhibitions/')).status).toBe(200)
    expect(await rendered()).toBe('{"ar":"تنبيه","en":"Notice"}')
    await set('SITE_NOTICE', { ar: '', en: '' })
    await send('/ar/exhibitions/')
    expect(await rendered()).toBe('null')
  })

  test('outlives a database that does not answer', async () => {
    await refreshSettings(db, noon + 10 * settingsKeptMs)
    const broken = {
      ...bindings,
      DB: {
        ...bindings.DB,
        prepare: () => {
          throw new Error('down')
        },
      } as never,
    }
    const heard = vi.spyOn(console, 'error').mockImplementation(() => {})
    expect((await send('/ar/about/', {}, broken)).status).toBe(200)
    expect(heard).toHaveBeenCalled()
    heard.mockRestore()
  })
})

test('without the version two operators overwrite one another, and the chain shows it', async () => {
  const staff = await signedInStaff('manager')
  const change = (value: number) => ({ name: 'CLAIMS_PER_DELEGATE', value, version: null })
  const between = withMeanwhile(() => changeSetting(db, staff, change(31), noon))
  await withoutTrigger('events_refuse_replace', () =>
    withoutIndex(
      'events_by_stream',
      () =>
        withoutCondition(
          'WHERE coalesce((SELECT o.version FROM settings o WHERE o.name = ?), 0) = ?',
          (altered) => changeSetting(altered.db, staff, change(32), noon),
          { replacement: 'WHERE ? IS NOT NULL AND ? IS NOT NULL', base: between.db.d1 },
        ),
      { restore: false },
    ),
  )
  expect((await verifyStreams(db)).fault).toMatchObject({ code: 'sequence_gap' })
})
