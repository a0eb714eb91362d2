import { makePledge } from '../../worker/pledges/make-pledge.ts'
import { acceptPledge } from '../../worker/pledges/accept-pledge.ts'
import { declinePledge } from '../../worker/pledges/decline-pledge.ts'
import { enterPledge } from '../../worker/pledges/enter-pledge.ts'
import { markOverdue } from '../../worker/pledges/mark-overdue.ts'
import { proposeChange } from '../../worker/pledges/propose-change.ts'
import { receiveLine } from '../../worker/pledges/receive-line.ts'
import { reverseLine } from '../../worker/pledges/reverse-line.ts'
import { sustainLine } from '../../worker/pledges/sustain-line.ts'
import { verifyPledge } from '../../worker/pledges/verify-pledge.ts'
import { withdrawPledge } from '../../worker/pledges/withdraw-pledge.ts'
import { writeOffLine } from '../../worker/pledges/write-off-line.ts'
import { createNeed } from '../../worker/needs/create-need.ts'
import { editNeed } from '../../worker/needs/edit-need.ts'
import { approveProposal } from '../../worker/proposals/approve-proposal.ts'
import { seededNeeds, type NeedToSeed } from './needs.ts'
import { pledgeBodyOf, seededPledges, type PledgeToSeed, type SeededPledge } from './pledges.ts'
import { expectOk, type Telling } from './story.ts'

/** A pledge that can be found. */
export interface FindablePledge {
  reference: string
  contact: string
}

/** Pledges whose company is still waiting for staff. */
const untouched: SeededPledge[] = ['pledged', 'letter']
const refused: SeededPledge[] = ['declined']
const verifiedOnly: SeededPledge[] = ['verified']

interface Sent {
  reference: string
  manageToken: string
  contact: string
}

/**
 * The companies' part of the demonstration: needs, and pledges in every state, through the product's own verbs at the
 * times they happen. Answers one pledge that can be found.
 */
export async function tellPledges(telling: Telling): Promise<FindablePledge> {
  const needIds = await tellNeeds(telling)
  const sent = new Map<SeededPledge, Sent>()
  const order = Object.entries(seededPledges).toSorted(([, one], [, other]) => one.pledgedIn - other.pledgedIn)
  for (const [place, [name, pledge]] of order.entries()) {
    // The keys of the table are its names.
    const key = name as SeededPledge
    sent.set(key, await tellPledge(telling, key, pledge, place, needIds))
  }
  await tellDeliveries(telling, needIds, (name) => {
    const found = sent.get(name)
    if (!found) throw new Error(`The pledge ${name} was not told.`)
    return found
  })
  await markAsDemonstration(telling)
  const { reference, contact } = sent.get('partly') ?? { reference: '', contact: '' }
  return { reference, contact }
}

async function tellNeeds({ db, calendar, desk }: Telling): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  const seeded: [string, NeedToSeed][] = Object.entries(seededNeeds)
  for (const [name, need] of seeded) {
    const { title, kind, unit, asked, governorate, exhibition, neededIn } = need
    const body = { title, kind, unit, asked, governorate, exhibition, outlet: null, by: calendar.day(neededIn) }
    const request = { body, idempotencyKey: `demonstration-need-${name}-000000` }
    ids.set(name, expectOk(await createNeed(db, desk.manager, request, calendar.at(-160, '09:00'))).need.id)
  }
  return ids
}

async function tellPledge(
  { db, calendar, desk, nextPhone }: Telling,
  name: SeededPledge,
  pledge: PledgeToSeed,
  place: number,
  needIds: ReadonlyMap<string, string>,
): Promise<Sent> {
  const body = pledgeBodyOf(pledge, place, { calendar, phone: nextPhone(), needIds })
  const contact = body.company.email ?? body.company.phone ?? ''
  const idempotencyKey = crypto.randomUUID()
  const at = (days: number, time: string) => calendar.at(pledge.pledgedIn + days, time)
  if (name === 'letter') {
    const request = { body: { ...body, enteredFrom: 'paper' as const }, idempotencyKey }
    const { reference } = expectOk(await enterPledge(db, desk.officer, request, at(0, '10:00'))).pledge
    return { reference, manageToken: '', contact }
  }
  const made = expectOk(await makePledge(db, { address: '192.0.2.1' }, { body, idempotencyKey }, at(0, '10:00')))
  const { reference, manageToken } = made.pledge
  const sent = { reference, manageToken, contact }
  if (untouched.includes(name)) return sent
  const note = 'اتصلنا بالرقم المسجَّل للشركة وأكّدت التعهد.'
  expectOk(await verifyPledge(db, desk.officer, { reference, note }, at(1, '11:00')))
  if (verifiedOnly.includes(name)) return sent
  if (refused.includes(name)) {
    const reason = { code: 'other', text: 'يشترط التعهد حصرية العرض، وهذا ما لا يقبله البرنامج.' } as const
    expectOk(await declinePledge(db, desk.manager, { reference, reason }, at(3, '12:00')))
    return sent
  }
  expectOk(await acceptPledge(db, desk.manager, { reference, withoutNeed: [] }, at(3, '12:00')))
  return sent
}

async function tellDeliveries(
  telling: Telling,
  needIds: ReadonlyMap<string, string>,
  of: (name: SeededPledge) => Sent,
): Promise<void> {
  const { db, calendar, desk } = telling
  let receipts = 0
  const receive = async (name: SeededPledge, n: number, quantity: number, inDays: number) => {
    receipts += 1
    const what = {
      reference: of(name).reference,
      n,
      quantity,
      receivedOn: calendar.day(inDays),
      evidence: 'عُدّت الكمية عند التسليم ووُقّع على المحضر.',
      receiptNumber: `DEMO-${String(receipts).padStart(3, '0')}`,
    }
    expectOk(await receiveLine(db, desk.receiver, what, calendar.at(inDays, '13:00')))
  }
  await receive('fulfilled', 1, 60, -118)
  await receive('fulfilled', 2, 200, -95)
  const { reference } = of('fulfilled')
  expectOk(await sustainLine(db, desk.officer, { reference, n: 1, stillThere: 52 }, calendar.at(-20, '10:00')))

  await receive('partly', 1, 6, -35)
  // Ten of the twenty-five, counted wrongly at first.
  await receive('partly', 2, 12, -12)
  const miscounted = { code: 'organiser_error', text: 'أُعيد العدّ: وصلت عشر طاولات.' } as const
  const wrong = { reference: of('partly').reference, n: 2, reason: miscounted }
  expectOk(await reverseLine(db, desk.manager, wrong, calendar.at(-11, '10:00')))
  await receive('partly', 4, 10, -11)

  await receive('hidden', 1, 12, -25)

  const closed = of('closed').reference
  const never = { code: 'other', text: 'أبلغت الشركة أنها أوقفت نشاطها.' } as const
  const at = calendar.at(-30, '11:00')
  const { proposal } = expectOk(await writeOffLine(db, desk.manager, { reference: closed, n: 1, reason: never }, at))
  expectOk(await approveProposal(db, desk.manager2, { id: proposal.id }, calendar.at(-29, '11:00')))

  const withdrawn = of('withdrawn')
  const holder = { reference: withdrawn.reference, token: withdrawn.manageToken }
  expectOk(await withdrawPledge(db, holder, calendar.at(-20, '15:00')))

  const changing = of('changing')
  const company = { reference: changing.reference, token: changing.manageToken }
  const need = needIds.get('jobs') ?? null
  const lines = [{ n: 1, kind: 'jobs', unit: 'job', quantity: 6, dueOn: calendar.day(80), need }] as const
  const change = { lines: [...lines], note: 'نبدأ بست وظائف هذا الموسم.', version: null }
  expectOk(await proposeChange(db, company, change, calendar.at(-2, '09:30')))

  await closeNeeds(telling, needIds)
  await markOverdue(db, 100, calendar.now)
}

async function closeNeeds({ db, calendar, desk }: Telling, needIds: ReadonlyMap<string, string>): Promise<void> {
  const seeded: [string, NeedToSeed][] = Object.entries(seededNeeds)
  for (const [name, { closedIn }] of seeded) {
    if (closedIn === undefined) continue
    const request = { id: needIds.get(name) ?? '', closed: true }
    expectOk(await editNeed(db, desk.manager, request, calendar.at(closedIn, '10:00')))
  }
}

/** No verb marks anything as demonstration: only the seed may. */
async function markAsDemonstration({ db }: Telling): Promise<void> {
  await db.d1.batch([
    db.d1.prepare('UPDATE needs SET is_demonstration = 1'),
    db.d1.prepare('UPDATE pledges SET is_demonstration = 1'),
  ])
}
