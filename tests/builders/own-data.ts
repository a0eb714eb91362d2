import type { DeskPage, OutboxMessage } from '../../worker/contract/desk.ts'
import { askAboutData } from '../../worker/own-data/ask-about-data.ts'
import { booked, nextPhone } from './booking.ts'
import { noon } from './exhibition.ts'
import { send } from './send.ts'
import { d1, db } from './store.ts'

export const holderOf = ({ reference, manageToken }: { reference: string; manageToken: string }) => ({
  reference,
  token: manageToken,
})

/** The number of the request that was asked about a booking. */
export async function requestOf(reference: string): Promise<number> {
  const row = await d1.prepare('SELECT id FROM data_requests WHERE subject = ?').bind(reference).first<{ id: number }>()
  if (!row) throw new Error(`Nothing was asked about ${reference}.`)
  return row.id
}

/** Somebody who asks for a correction, and the number of their request. */
export async function asking(slug: string, askedAtUtc = noon) {
  const phone = nextPhone()
  const applicant = { kind: 'productive_family', name: 'زهرة البلوشية', phone, email: null, wilayat: 'as-seeb' }
  const booking = await booked(slug, { applicant })
  await askAboutData(db, holderOf(booking), { kind: 'correct', text: 'الاسم زهراء' }, askedAtUtc)
  return { booking, phone, id: await requestOf(booking.reference) }
}

/** A booking's people as they should be. */
export const correction = (change: object = {}, product: object = {}) => ({
  applicant: { name: 'زهراء البلوشية', phone: '70009999', email: null, wilayat: 'as-seeb', ...change },
  product: { category: 'halwa' as const, tradeName: 'حلوى زهراء', description: null, listPublicly: true, ...product },
})

/** A booking's messages as a colleague reads them, the newest first. */
export async function outboxOf(who: Record<string, string>, reference: string): Promise<OutboxMessage[]> {
  const page = await (await send('/api/v1/desk/outbox', { headers: who })).json<DeskPage<OutboxMessage>>()
  return page.items.filter((message) => message.reference === reference)
}
