import { acceptPledge } from '../../worker/pledges/accept-pledge.ts'
import { tokenSubject } from '../../worker/pledges/open-pledge.ts'
import { receiveLine } from '../../worker/pledges/receive-line.ts'
import { verifyPledge } from '../../worker/pledges/verify-pledge.ts'
import { makeToken } from '../../worker/people/tokens.ts'
import { delivery, must, pledgeBody, pledged } from './desk-pledge.ts'
import { noon } from './exhibition.ts'
import { signedInStaff } from './staff.ts'
import { db } from './store.ts'

type Change = Record<string, unknown>

let companies = 0
/** A company that nobody else is, in words that stand nowhere else. */
export const company = (change: Change = {}) => {
  companies += 1
  return {
    ...(pledgeBody()['company'] as object),
    name: { ar: `شركة الوفاء ${companies}`, en: `Steadfast ${companies}` },
    registration: `REG${1000 + companies}`,
    ...change,
  }
}

/** A pledge of a company of its own, accepted. */
export async function acceptedPledge(lines: Change[], change: Change = {}): Promise<string> {
  const reference = await pledged(lines, { company: company(), ...change })
  must(await verifyPledge(db, await signedInStaff('officer'), { reference, note: null }, noon))
  must(await acceptPledge(db, await signedInStaff('manager'), { reference, withoutNeed: [] }, noon))
  return reference
}

export const receive = async (reference: string, n: number, quantity: number) =>
  must(await receiveLine(db, await signedInStaff('receiver'), { reference, n, ...delivery(quantity) }, noon))

/** The credential that the answer to the pledge gave. */
export const holderOf = async (reference: string) => ({
  reference,
  token: await makeToken(db.keys, reference, 'manage', tokenSubject({ tokenVersion: 1, phoneKey: null }), null),
})
