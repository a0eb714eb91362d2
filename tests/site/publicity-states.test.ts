import { globSync, mkdtempSync, rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { wordsOf } from '../../content/words.ts'
import { seededExhibitions } from '../../db/seed/exhibitions.ts'
import { builtConfig } from '../../worker/local/local-folders.ts'
import { prepareDatabase } from '../../worker/local/prepare-database.ts'
import { openSecrets } from '../../worker/local/secrets.ts'
import { startLocalWorker, type LocalWorker } from '../../worker/local/start-worker.ts'

const stateDir = mkdtempSync(join(tmpdir(), 'tamkeen-publicity-'))
const { rustaq: cancelled, salalah: draft, muscatMall: open } = seededExhibitions
const languages = ['ar', 'en'] as const

let product: LocalWorker
beforeAll(async () => {
  const secrets = await openSecrets(join(stateDir, '.dev.vars'))
  await prepareDatabase({ stateDir, secrets, isSeeded: true })
  setState(cancelled.slug, 'cancelled')
  setState(draft.slug, 'draft')
  product = await startLocalWorker({ config: builtConfig, port: 0, stateDir, secrets })
}, 60_000)
afterAll(async () => {
  await product.stop()
  rmSync(stateDir, { recursive: true })
})

/** The desk's own acts lead to these states through proposals and reasons, which are not what is tested here. */
function setState(slug: string, state: string): void {
  for (const file of globSync(join(stateDir, 'v3/d1/**/*.sqlite'))) {
    const database = new DatabaseSync(file)
    const isOurs = database.prepare("SELECT name FROM sqlite_master WHERE name = 'exhibitions'").get()
    if (isOurs) database.prepare('UPDATE exhibitions SET state = ? WHERE slug = ?').run(state, slug)
    database.close()
  }
}

const get = (language: string, slug: string, part = '') => product.fetch(`/${language}/exhibitions/${slug}/${part}`)

test.for(languages)(
  'the poster and card of a cancelled exhibition say that it was, and cannot be printed (%s)',
  async (language) => {
    const { publicity } = wordsOf(language)
    for (const part of ['poster/', 'card/']) {
      const html = await (await get(language, cancelled.slug, part)).text()
      expect(html).toContain(publicity.cancelled)
      expect(html).not.toMatch(/class="sheet"|class="square"|card\.svg|name="ink"/)
      expect(await (await get(language, open.slug, part)).text()).toMatch(/class="sheet"|class="square"/)
    }
    expect((await get(language, cancelled.slug, 'card.svg')).status).toBe(404)
    expect((await get(language, open.slug, 'card.svg')).status).toBe(200)
  },
)

test.for(languages)(
  'a cancelled exhibition no longer offers its poster, and is cancelled in the calendar (%s)',
  async (language) => {
    const { publicity, awareness } = wordsOf(language)
    expect(await (await get(language, cancelled.slug)).text()).not.toContain(publicity.kitTitle)
    expect(await (await get(language, open.slug)).text()).toContain(publicity.kitTitle)
    const calendar = await (await product.fetch(`/${language}/calendar/`)).text()
    const [, line = ''] = calendar.split(`id="${cancelled.slug}"`)
    expect(line.slice(0, line.indexOf('</li>'))).toContain(awareness.cancelled)
    const file = await (await product.fetch(`/${language}/calendar.ics`)).text()
    const events = file.split('BEGIN:VEVENT').filter((event) => event.includes('STATUS:CANCELLED'))
    expect(events.map((event) => event.includes(`UID:${cancelled.slug}@`))).toEqual([true])
  },
)

test('a draft has no poster, card or drawing, and stands in no calendar', async () => {
  for (const part of ['poster/', 'card/', 'card.svg', 'calendar.ics'])
    expect((await get('ar', draft.slug, part)).status, part).toBe(404)
  for (const path of ['/ar/calendar/', '/ar/calendar.ics'])
    expect(await (await product.fetch(path)).text(), path).not.toContain(draft.slug)
})
