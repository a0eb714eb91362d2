import type { Page } from 'playwright-core'

/** The stall that a booking holds, as the table of stalls to choose from names it. */
export async function stallOf(page: Page, reference: string): Promise<string> {
  return page.locator('.desk-hall-list tr').filter({ hasText: reference }).locator('th bdi').innerText()
}
