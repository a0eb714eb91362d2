import { issuePass } from '../../worker/passes/issue-pass.ts'
import { muscatDay, startOfMuscatDay } from '../../worker/contract/dates.ts'
import { hourMs } from '../../worker/contract/limits.ts'
import { booked } from './booking.ts'
import { sendDeskAct } from './desk.ts'
import { buildExhibition } from './exhibition.ts'
import { sendJson } from './send.ts'
import { d1, db } from './store.ts'

type Headers = Record<string, string>

/** A reason as staff give it. */
export const because = (code = 'organiser_error', text = 'خطأ منا، ونعتذر') => ({ reason: { code, text } })

/** The reason that a verb is given. */
export const reasonOf = (
  code: 'organiser_error' | 'appeal_upheld' | 'accessibility' | 'cancelled_event' | 'other',
) => ({
  code,
  text: 'خطأ منا، ونعتذر',
})

/** What was sent to a booking's people, in order. */
export async function templatesTo(reference: string): Promise<string[]> {
  const { results } = await d1
    .prepare('SELECT template FROM outbox WHERE subject = ? ORDER BY id')
    .bind(reference)
    .all<{ template: string }>()
  return results.map(({ template }) => template)
}

/** The causes for which an applicant comes first in their next draw. */
export async function priorityOf(reference: string): Promise<{ cause: string; expiresAtUtc: number }[]> {
  const { results } = await d1
    .prepare(
      `SELECT p.cause, p.expires_at_utc AS expiresAtUtc FROM priority_ledger p JOIN bookings b
       ON b.applicant_key = p.applicant_key AND b.exhibition_id = p.exhibition_id WHERE b.reference = ?`,
    )
    .bind(reference)
    .all<{ cause: string; expiresAtUtc: number }>()
  return results
}

/** The days on which somebody was checked in. */
export async function daysOf(reference: string): Promise<string[]> {
  const { results } = await d1
    .prepare('SELECT day FROM attendance WHERE reference = ? ORDER BY day')
    .bind(reference)
    .all<{ day: string }>()
  return results.map(({ day }) => day)
}

export const eventsOf = async (stream: string): Promise<string[]> =>
  (
    await d1.prepare('SELECT type FROM events WHERE stream = ? ORDER BY seq').bind(stream).all<{ type: string }>()
  ).results.map(({ type }) => type)

/** The state of an exhibition as the database holds it. */
export const stateOf = async ({ id }: { id: number }): Promise<string | undefined> =>
  (await d1.prepare('SELECT state FROM exhibitions WHERE id = ?').bind(id).first<{ state: string }>())?.state

export const setState = (exhibition: { id: number }, state: string) =>
  d1.prepare('UPDATE exhibitions SET state = ? WHERE id = ?').bind(state, exhibition.id).run()

export const setWithheld = (exhibition: { id: number }, code: string, reason: string | null) =>
  d1
    .prepare('UPDATE stalls SET withheld_reason = ? WHERE exhibition_id = ? AND code = ?')
    .bind(reason, exhibition.id, code)
    .run()

/** A hall of `stalls`, all of them held, and `waiting` who wait; everybody has a token. */
export async function fullHall(stalls = 1, waiting = 0, wanted: Parameters<typeof buildExhibition>[0] = {}) {
  const exhibition = await buildExhibition({ stalls, ...wanted })
  const holders = []
  const waiters = []
  for (let i = 0; i < stalls; i += 1) holders.push(await booked(exhibition.slug))
  for (let i = 0; i < waiting; i += 1) waiters.push(await booked(exhibition.slug, { joinWaitlist: true }))
  return { exhibition, holders, waiters }
}

/** 09:00 in Muscat on the first day of the exhibitions that tests build. */
export const firstMorning = startOfMuscatDay('2026-12-27') + 9 * hourMs
export const firstDay = muscatDay(firstMorning)

/** The pass of a booking, as its holder gets it. */
export async function passOf(booking: { reference: string; manageToken: string }, now: number): Promise<string> {
  const outcome = await issuePass(db, { reference: booking.reference, token: booking.manageToken }, now)
  if (!outcome.ok) throw new Error(`No pass: ${outcome.reason}`)
  return outcome.pass
}

export const sendPass = (who: Headers, pass: string, exhibition: string): Promise<Response> =>
  sendJson('/api/v1/desk/check-in', { pass, exhibition }, who)

export const sendSwap = (who: Headers, references: string[], body: Record<string, unknown> = {}): Promise<Response> =>
  sendJson('/api/v1/desk/bookings/swap', { references, ...body }, who)

export const sendExhibitionAct = (who: Headers, slug: string, act: string, body: unknown = {}): Promise<Response> =>
  sendJson(`/api/v1/desk/exhibitions/${slug}/${act}`, body, who)

/** An act on one booking that must succeed. */
export async function sentDeskAct<T>(who: Headers, reference: string, act: string, body: unknown = {}): Promise<T> {
  const response = await sendDeskAct(who, reference, act, body)
  if (response.status !== 200) throw new Error(`${act} was refused: ${await response.text()}`)
  return response.json<T>()
}
