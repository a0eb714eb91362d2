import type { Page, Response } from 'playwright-core'
import { bookPath } from './application.ts'
import type { Audience } from './inspect.ts'
import { answerTo, open } from './visitor.ts'
import type { Language } from './words.ts'

/** One page as somebody meets it, in either language. */
export interface Stop {
  name: string
  audience: Audience
  open(page: Page, language: Language): Promise<Response>
}

export interface PageStop extends Stop {
  path: string
}

/** A page that an address opens; `path` comes after the language. */
export const at = (name: string, path: string, audience: Audience = 'public'): PageStop => ({
  name,
  path,
  audience,
  open: (page, language) => open(page, `/${language}/${path}`),
})

/** A page that answers a form sent from the page at `path`. */
export const sent = (name: string, path: string, audience: Audience, fields: Record<string, string>): Stop => ({
  name,
  audience,
  async open(page, language) {
    await open(page, `/${language}/${path}`)
    return sendForm(page, fields)
  },
})

/** A page of the booking journey, as its form with these fields is answered. */
export const inJourney = (name: string, exhibition: { slug: string }, fields: Record<string, string>): Stop => {
  const audience = 'step'
  const path = bookPath('ar', exhibition).slice('/ar/'.length)
  return sent(name, path, audience, { idempotencyKey: crypto.randomUUID(), ...fields })
}

/** Sends a form with these fields to the address of the page that is open. */
export function sendForm(page: Page, fields: Record<string, string>): Promise<Response> {
  return answerTo(page, () =>
    page.evaluate((entries) => {
      const form = document.createElement('form')
      form.method = 'post'
      for (const [name, value] of entries) {
        const input = document.createElement('input')
        input.type = 'hidden'
        input.name = name
        input.value = value
        form.append(input)
      }
      document.body.append(form)
      form.submit()
    }, Object.entries(fields)),
  )
}
