import type { NeedView, PledgeAnswer, PledgeView } from '../../worker/contract/pledge.ts'
import { asStaff, call, post, type Colleague } from './api.ts'

async function mustCall<T>(path: string, init: RequestInit): Promise<T> {
  const { status, body } = await call<T>(path, init)
  if (status >= 300) throw new Error(`${path} was refused: ${JSON.stringify(body)}`)
  return body
}

const atDesk = async <T>(who: Colleague, path: string, body: unknown): Promise<T> =>
  mustCall<T>(`/desk${path}`, post(body, await asStaff(who)))

/** A need of its own, by default of twenty tables. */
export const makeNeed = (title: { ar: string; en: string }, change: Record<string, unknown> = {}): Promise<NeedView> =>
  atDesk('manager', '/needs', {
    title,
    kind: 'equipment',
    unit: 'piece',
    asked: 20,
    governorate: 'muscat',
    by: '2027-06-01',
    ...change,
  })

let companies = 0

/** A company that nobody else in the database is. */
export function newCompany(): { ar: string; en: string; email: string; registration: string } {
  companies += 1
  const mark = `${Date.now()}${companies}`
  return {
    ar: `شركة الاختبار ${mark}`,
    en: `Test Company ${mark}`,
    email: `csr-${mark}@example.om`,
    registration: mark.slice(-9),
  }
}

export interface MadePledge extends PledgeAnswer {
  company: ReturnType<typeof newCompany>
}

/** A pledge that a company sent; `change` replaces members of the body. */
export async function pledgeByApi(
  lines: Record<string, unknown>[],
  change: Record<string, unknown> = {},
): Promise<MadePledge> {
  const company = newCompany()
  const body = {
    company: {
      name: { ar: company.ar, en: company.en },
      registration: company.registration,
      sector: 'retail',
      contactName: 'هدى الريامية',
      email: company.email,
    },
    lines: lines.map((line) => ({ dueOn: '2027-05-01', ...line })),
    naming: 'name',
    showAmounts: true,
    language: 'ar',
    consent: { version: '2026-11', accepted: true },
    ...change,
  }
  const headers = { 'Idempotency-Key': crypto.randomUUID() }
  return { ...(await mustCall<PledgeAnswer>('/pledges', post(body, headers))), company }
}

export const actOnPledge = (who: Colleague, reference: string, act: string, body: object = {}) =>
  atDesk<PledgeView>(who, `/pledges/${reference}/${act}`, body)

export async function acceptPledge(reference: string): Promise<void> {
  await actOnPledge('officer', reference, 'verify')
  await actOnPledge('manager', reference, 'accept')
}

export const receive = (reference: string, n: number, quantity: number) =>
  actOnPledge('receiver', reference, `lines/${n}/receive`, {
    quantity,
    evidence: 'صورة وتوقيع',
    receiptNumber: crypto.randomUUID().slice(0, 20),
  })
