import type { PlannedExhibition } from '../../worker/contract/exhibition-acts.ts'
import { send } from './send.ts'

type Headers = Record<string, string>

const json = { 'Content-Type': 'application/json' }

/** A stall as a plan sends it. */
export const stall = (code: string, change: Record<string, unknown> = {}) => ({
  code,
  zone: 'crafts',
  x: 0,
  y: 0,
  width: 30,
  height: 30,
  features: [],
  ...change,
})

export const bothZones = [
  { id: 'crafts', title: { ar: 'الحرف', en: 'Crafts' } },
  { id: 'food', title: { ar: 'المأكولات', en: 'Food' } },
]

/** A draft as a form of one's own would make it. */
export const draftBody = (change: Record<string, unknown> = {}) => ({
  slug: `draft-${crypto.randomUUID().slice(0, 8)}`,
  title: { ar: 'معرض الأسر', en: 'Families' },
  description: { ar: 'وصف', en: 'Description' },
  venue: { ar: 'مسقط مول', en: 'Muscat Mall' },
  governorate: 'muscat',
  startsOn: '2027-02-07',
  endsOn: '2027-02-11',
  mode: 'first_come',
  bookingOpensAt: '2027-01-03T04:00:00Z',
  bookingClosesAt: '2027-01-31T10:00:00Z',
  ...change,
})

export const sendDraft = (who: Headers, change: Record<string, unknown> = {}) =>
  send('/api/v1/desk/exhibitions', {
    method: 'POST',
    headers: { ...json, ...who },
    body: JSON.stringify(draftBody(change)),
  })

export const sendPatch = (who: Headers, slug: string, body: unknown) =>
  send(`/api/v1/desk/exhibitions/${slug}`, {
    method: 'PATCH',
    headers: { ...json, ...who },
    body: JSON.stringify(body),
  })

export const sendPlan = (who: Headers, slug: string, body: unknown) =>
  send(`/api/v1/desk/exhibitions/${slug}/plan`, {
    method: 'PUT',
    headers: { ...json, ...who },
    body: JSON.stringify(body),
  })

export async function readPlanned(who: Headers, slug: string): Promise<PlannedExhibition> {
  const response = await send(`/api/v1/desk/exhibitions/${slug}`, { headers: who })
  if (response.status !== 200) throw new Error(`The exhibition did not open: ${await response.text()}`)
  return response.json<PlannedExhibition>()
}

/** A draft that was made, as it is answered. */
export async function madeDraft(who: Headers, change: Record<string, unknown> = {}): Promise<PlannedExhibition> {
  const response = await sendDraft(who, change)
  if (response.status !== 201) throw new Error(`The draft was refused: ${await response.text()}`)
  return response.json<PlannedExhibition>()
}
