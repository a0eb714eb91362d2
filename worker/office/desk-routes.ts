import type { Context } from 'hono'
import { changeBreachSchema, recordBreachSchema } from '../contract/breaches.ts'
import { changeSettingSchema } from '../contract/settings.ts'
import { addStaffSchema, changeStaffSchema } from '../contract/staff.ts'
import type { AppEnv } from '../http/app-env.ts'
import { mountDeskCalls } from '../http/mount-desk-calls.ts'
import { problem } from '../http/problem.ts'
import { readJson } from '../http/read-json.ts'
import { recordIdOf } from '../http/record-id.ts'
import { sendRefusal } from '../http/send-refusal.ts'
import { addStaff } from './add-staff.ts'
import { changeBreach } from './change-breach.ts'
import { changeSetting } from './change-setting.ts'
import { changeStaff } from './change-staff.ts'
import { listSettings } from './list-settings.ts'
import { listStaff } from './list-staff.ts'
import { listBreaches, readBreach } from './read-breach.ts'
import { recordBreach } from './record-breach.ts'

const cursorOf = (c: Context<AppEnv>) => ({ cursor: c.req.query('cursor') })

export const officeDeskRoutes = mountDeskCalls('office', {
  'GET /desk/staff': async (c, staff) => {
    const outcome = await listStaff(c.get('db'), staff, cursorOf(c))
    if (!outcome.ok) return sendRefusal(c, outcome)
    return c.json({ items: outcome.items, nextCursor: outcome.nextCursor })
  },
  'POST /desk/staff': async (c, staff) => {
    const body = await readJson(c, addStaffSchema)
    if (!body.ok) return body.response
    const outcome = await addStaff(c.get('db'), staff, body.value, c.get('now'))
    return outcome.ok ? c.json(outcome.member, 201) : sendRefusal(c, outcome)
  },
  'PATCH /desk/staff/:id': async (c, staff) => {
    const body = await readJson(c, changeStaffSchema)
    if (!body.ok) return body.response
    const outcome = await changeStaff(c.get('db'), staff, { id: recordIdOf(c), ...body.value }, c.get('now'))
    return outcome.ok ? c.json(outcome.member) : sendRefusal(c, outcome)
  },
  'GET /desk/breaches': async (c) => {
    const outcome = await listBreaches(c.get('db'), cursorOf(c), c.get('now'))
    if (!outcome.ok) return sendRefusal(c, outcome)
    return c.json({ items: outcome.items, nextCursor: outcome.nextCursor })
  },
  'POST /desk/breaches': async (c, staff) => {
    const body = await readJson(c, recordBreachSchema)
    if (!body.ok) return body.response
    const outcome = await recordBreach(c.get('db'), staff, body.value, c.get('now'))
    return outcome.ok ? c.json(outcome.breach, 201) : sendRefusal(c, outcome)
  },
  'GET /desk/breaches/:id': async (c) => {
    const breach = await readBreach(c.get('db'), { id: recordIdOf(c) }, c.get('now'))
    return breach ? c.json(breach) : problem(c, 'not_found')
  },
  'PATCH /desk/breaches/:id': async (c, staff) => {
    const body = await readJson(c, changeBreachSchema)
    if (!body.ok) return body.response
    const outcome = await changeBreach(c.get('db'), staff, { id: recordIdOf(c), ...body.value }, c.get('now'))
    return outcome.ok ? c.json(outcome.breach) : sendRefusal(c, outcome)
  },
  'GET /desk/settings': async (c) => c.json({ settings: await listSettings(c.get('db')) }),
  'PATCH /desk/settings/:name': async (c, staff) => {
    const body = await readJson(c, changeSettingSchema)
    if (!body.ok) return body.response
    const request = { name: c.req.param('name') ?? '', ...body.value }
    const outcome = await changeSetting(c.get('db'), staff, request, c.get('now'))
    return outcome.ok ? c.json(outcome.setting) : sendRefusal(c, outcome)
  },
})
