import { test } from 'vitest'
import { holderOf } from './at-pledge.ts'
import { inspectBoth } from './inspect-both.ts'
import { acceptPledge, pledgeByApi, receive } from './pledge-api.ts'
import { at, sent, type Stop } from './stops.ts'
import { newVisitor } from './visitor.ts'

const written = {
  'company.name.ar': 'شركة الواحة',
  'company.contactName': 'هدى الريامية',
  'company.email': 'csr-stop@example.om',
  'lines.0.kind': 'equipment',
  'lines.0.quantity': '20',
  'lines.0.unit': 'piece',
  'lines.0.dueOn': '1/5/2027',
}
const step = (name: string, fields: Record<string, string>): Stop =>
  sent(name, 'companies/pledge/', 'step', { idempotencyKey: crypto.randomUUID(), ...fields })
const steps = [
  step('the company with errors', { step: 'company' }),
  step('two lines', { ...written, step: 'lines', line: 'add' }),
  step('the lines with errors', { step: 'lines', 'lines.0.quantity': 'x' }),
  step('the naming', { ...written, goto: 'naming' }),
  step('the check with errors', { ...written, step: 'check' }),
]

test('the pledge journey: both languages are whole, alike and free of findings', async () => {
  const page = await newVisitor({ device: 'phone' })
  for (const stop of steps) await inspectBoth(stop, page)
})

test('a pledge’s own pages: both languages are whole, alike and free of findings', async () => {
  const stranger = await newVisitor({ device: 'phone' })
  const pledge = await pledgeByApi([{ kind: 'jobs', quantity: 6, unit: 'job' }])
  const here = `pledges/${pledge.reference}/`
  const strange = [
    at('the form for the e-mail', here, 'person'),
    at('a link that opens nothing', `p/${pledge.reference}/nothing`, 'person'),
    at('verifying a letter', `verify/${pledge.reference}/`, 'person'),
  ]
  for (const stop of strange) await inspectBoth(stop, stranger)

  const holder = await holderOf(pledge)
  const opened = await newVisitor({ device: 'phone' })
  await opened.context().addCookies(await holder.context().cookies())
  await inspectBoth(at('a recorded pledge', here, 'person'), opened)
  await inspectBoth(at('no certificate', `${here}certificate/`, 'person'), opened)
  await inspectBoth(sent('the question before withdrawing', here, 'person', { act: 'withdraw' }), opened)
  await acceptPledge(pledge.reference)
  await inspectBoth(at('a change', `${here}change/`, 'person'), opened)
  await receive(pledge.reference, 1, 6)
  await inspectBoth(at('a fulfilled pledge', here, 'person'), opened)
  await inspectBoth(at('a certificate', `${here}certificate/`, 'person'), opened)
  await inspectBoth(at('a statement', `${here}statement/${new Date().getFullYear()}/`, 'person'), opened)
})
