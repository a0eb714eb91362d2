import type { Page } from 'playwright-core'
import type { Colleague } from './api.ts'
import { gatePath, signInAtGate } from './at-gate.ts'
import { openGate, type Gate } from './gate.ts'
import { newVisitor, open } from './visitor.ts'
import { wordsOf, type Language } from './words.ts'

/** A phone that was prepared, and its way to the product. */
export async function preparedPhone(language: Language, who: Colleague = 'gate'): Promise<{ page: Page; gate: Gate }> {
  const gate = await openGate()
  const page = await newVisitor({ device: 'phone', gate })
  await signInAtGate(page, language, who)
  await open(page, gatePath(language))
  const { offline } = wordsOf(language).desk.gate
  await page.getByRole('button', { name: offline.button }).click()
  await page.getByRole('button', { name: offline.remove }).waitFor()
  return { page, gate }
}

/** What stands in the phone's own database, as text. */
export const keptInDatabase = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const known = await indexedDB.databases()
    if (!known.some(({ name }) => name === 'tamkeen-gate')) return ''
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open('tamkeen-gate')
      request.addEventListener('success', () => resolve(request.result))
      request.addEventListener('error', () => reject(request.error))
    })
    const texts = [...database.objectStoreNames].map(
      (name) =>
        new Promise<string>((resolve, reject) => {
          const request = database.transaction(name).objectStore(name).getAll()
          request.addEventListener('success', () => resolve(JSON.stringify(request.result)))
          request.addEventListener('error', () => reject(request.error))
        }),
    )
    const all = (await Promise.all(texts)).join('')
    database.close()
    return all
  })
