import type { Page } from 'playwright-core'
import { expect, inject } from 'vitest'
import { seededStaff } from '../../db/seed/staff.ts'
import type { DeskBookingLine } from '../../worker/contract/desk.ts'
import { readGateList, type SignedGateList } from '../../worker/contract/gate-list.ts'
import { makeDeskToken } from '../../worker/desk/session.ts'
import type { Colleague } from './api.ts'
import { exhibitions } from './demonstration.ts'
import { open } from './visitor.ts'
import type { Language } from './words.ts'

const { slug } = exhibitions.live

export const gatePath = (language: Language, { slug: name }: { slug: string } = exhibitions.live) =>
  `/${language}/desk/gate/${name}/`

async function json<T>(path: string, init: RequestInit = {}): Promise<T> {
  const response = await fetch(`${inject('url')}/api/v1${path}`, init)
  if (!response.ok) throw new Error(`${path}: ${await response.text()}`)
  // Each caller names the answer that the document of the API gives for its path.
  return (await response.json()) as T
}

const asStaff = async (who: Colleague) => ({
  Authorization: `Bearer ${await makeDeskToken(inject('deskKey'), `${who}@desk.test`, Date.now())}`,
  'Content-Type': 'application/json',
})

export interface Expected {
  reference: string
  stall: string
  pass: string
}

/** Somebody who is confirmed at the exhibition that is live and not in yet, with the pass on their phone. */
export async function nextExpected(): Promise<Expected> {
  const path = `/desk/exhibitions/${slug}/bookings?state=confirmed`
  const { items } = await json<{ items: DeskBookingLine[] }>(path, { headers: await asStaff('manager') })
  const line = items.find(({ applicant }) => applicant.phone)
  if (!line?.applicant.phone || !line.stall) throw new Error('Everybody of the demonstration is in.')
  const { reference, stall, applicant } = line
  const body = JSON.stringify({ reference, phone: applicant.phone })
  const headers = { 'Content-Type': 'application/json' }
  const { manageToken } = await json<{ manageToken: string }>('/bookings/find', { method: 'POST', headers, body })
  const bearer = { headers: { Authorization: `Bearer ${manageToken}` } }
  const { pass } = await json<{ pass: string }>(`/bookings/${reference}/pass`, bearer)
  return { reference, stall, pass }
}

/** What a gate elsewhere is told for a check-in of now or of then. */
export async function checkInElsewhere(
  reference: string,
  at: string | null = null,
): Promise<{ checkedInAt: string; repeated: boolean } | null> {
  const init = {
    method: 'POST',
    headers: await asStaff('manager'),
    body: JSON.stringify({ checkIns: [{ reference, at }] }),
  }
  const { results } = await json<{ results: { checkIn: { checkedInAt: string; repeated: boolean } | null }[] }>(
    `/desk/exhibitions/${slug}/check-ins`,
    init,
  )
  return results[0]?.checkIn ?? null
}

/** Since when somebody is in today, as the database holds it. */
export async function isInSince(reference: string): Promise<string | null> {
  const headers = await asStaff('manager')
  const { text } = await json<SignedGateList>(`/desk/exhibitions/${slug}/gate-list`, { headers })
  return readGateList(text)?.lines.find((line) => line.reference === reference)?.checkedInAt ?? null
}

/** Signs in by the address, without leaving a gate's own port. */
export async function signInAtGate(page: Page, language: Language, who: Colleague = 'gate'): Promise<void> {
  await open(page, `/${language}/desk/sign-in/`)
  await page.getByRole('button', { name: seededStaff[who].name[language] }).click()
  await page.waitForURL(`**/${language}/desk/`)
}

/** The answer's large word, once it is another than before. */
export async function answerAfter(page: Page, act: () => Promise<unknown>): Promise<string> {
  const answer = page.locator('[data-answer]')
  await answer.evaluate((element) => element.setAttribute('data-old', ''))
  const word = answer.locator('[data-word]')
  await word.evaluate((element) => (element.textContent = ''))
  await act()
  await expect.poll(() => word.textContent()).not.toBe('')
  return (await answer.innerText()).trim()
}

export const show = (page: Page, text: string) =>
  answerAfter(page, async () => {
    await page.locator('[data-shown] [name=shown]').fill(text)
    await page.locator('[data-shown] [name=shown]').press('Enter')
  })
