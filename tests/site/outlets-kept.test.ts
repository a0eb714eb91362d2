import { Hono } from 'hono'
import { expect, test } from 'vitest'
import type { AppEnv } from '../../worker/http/app-env.ts'
import { keepPages } from '../../worker/http/keep-pages.ts'

/** A door that counts what it renders, at a clock of its own. */
function door() {
  const clock = { now: 0, rendered: 0 }
  const app = new Hono<AppEnv>()
  app.use(async (c, next) => {
    c.set('now', clock.now)
    await next()
  })
  app.use(keepPages(300_000))
  app.all('/list/', (c) => c.text(`page ${++clock.rendered}`, 200, { 'X-Policy': 'self' }))
  app.all('/gone/', (c) => c.text(`nothing ${++clock.rendered}`, 404))
  return { clock, ask: (path: string, method = 'GET') => app.request(path, { method }) }
}

test('a list is rendered once in five minutes, with its headers, for each filter', async () => {
  const { clock, ask } = door()
  expect(await (await ask('/list/')).text()).toBe('page 1')
  clock.now = 299_999
  const again = await ask('/list/')
  expect([await again.text(), again.headers.get('X-Policy')]).toEqual(['page 1', 'self'])
  expect(await (await ask('/list/?category=mall')).text()).toBe('page 2')
  clock.now = 300_000
  expect(await (await ask('/list/')).text()).toBe('page 3')
})

test('nothing but a page that was found is kept, and nothing is answered from it but a reading', async () => {
  const { clock, ask } = door()
  await ask('/gone/')
  await ask('/gone/')
  expect(clock.rendered).toBe(2)
  await ask('/list/')
  expect(await (await ask('/list/', 'POST')).text()).toBe('page 4')
})

test('no number of strange addresses fills the memory', async () => {
  const { clock, ask } = door()
  await ask('/list/')
  for (let number = 0; number < 120; number += 1) await ask(`/list/?${number}`)
  await ask('/list/')
  expect(clock.rendered).toBe(122)
})
