import type { PlannedExhibition, PlannedStall } from '../../worker/contract/exhibition-acts.ts'
import { asStaff, call } from './api.ts'

const zones = [{ id: 'hall', title: { ar: 'القاعة', en: 'Hall' } }]

const write = async (method: string, body: unknown): Promise<RequestInit> => ({
  method,
  headers: { ...(await asStaff('manager')), 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
})

/** A draft with these stalls in one row; gives its slug. */
export async function makeDraft(name: string, codes: string[] = []): Promise<string> {
  const slug = `${name}-${crypto.randomUUID().slice(0, 8)}`
  const made = await call(
    '/desk/exhibitions',
    await write('POST', {
      slug,
      title: { ar: `مسودة ${slug}`, en: `Draft ${slug}` },
      governorate: 'muscat',
      startsOn: '2027-05-02',
      endsOn: '2027-05-06',
      mode: 'first_come',
      bookingOpensAt: '2027-03-01T04:00:00Z',
      bookingClosesAt: '2027-04-25T10:00:00Z',
    }),
  )
  if (made.status !== 201) throw new Error(`The draft was refused: ${JSON.stringify(made.body)}`)
  const stalls = codes.map((code, at) => ({ code, zone: 'hall', x: 20 + at * 30, y: 20, width: 30, height: 30 }))
  if (codes.length === 0) return slug
  const plan = { width: 400, height: 300, features: [] }
  const saved = await call(`/desk/exhibitions/${slug}/plan`, await write('PUT', { plan, zones, stalls }))
  if (saved.status !== 200) throw new Error(`The plan was refused: ${JSON.stringify(saved.body)}`)
  return slug
}

/** The stalls of a plan as the desk reads them, in plan order. */
export async function readPlan(slug: string): Promise<PlannedStall[]> {
  const headers = await asStaff('manager')
  return (await call<PlannedExhibition>(`/desk/exhibitions/${slug}`, { headers })).body.stalls
}
