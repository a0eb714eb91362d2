import type { Context, MiddlewareHandler } from 'hono'
import type { Role } from '../contract/codes.ts'
import { credentialsOf } from '../desk/credentials.ts'
import { findSignedInStaff, hasLocalSignIn } from '../desk/find-signed-in-staff.ts'
import { allowedOnPage } from '../desk/permissions.ts'
import type { Staff } from '../desk/staff.ts'
import type { AppEnv } from './app-env.ts'
import { problem } from './problem.ts'
import { refuse } from './refuse.ts'

const findStaff = (c: Context<AppEnv>): Promise<Staff | null> =>
  findSignedInStaff(c.get('db'), credentialsOf(c.req.raw), c.get('now'))

/** A staff call's answer, given only to the roles that may make it. */
export function requireStaff(roles: readonly Role[], answer: (c: Context<AppEnv>, staff: Staff) => Promise<Response>) {
  return async (c: Context<AppEnv>): Promise<Response> => {
    const staff = await findStaff(c)
    if (!staff) return problem(c, 'not_signed_in')
    if (!roles.includes(staff.role)) return problem(c, 'role_required')
    const response = await answer(c, staff)
    response.headers.set('Cache-Control', 'no-store')
    return response
  }
}

/** Lets a desk page be rendered for the roles that may have it; nothing of the desk is ever kept by a cache. */
export const guardDeskPages: MiddlewareHandler<AppEnv> = async (c, next) => {
  const path = c.req.path.replace(/^\/(?:ar|en)(?=\/)/, '')
  const allowed = allowedOnPage(c.req.method, path)
  if (allowed === null) return refuse(c, 'not_found')
  const { host } = credentialsOf(c.req.raw)
  const hasSignIn = hasLocalSignIn(c.get('db'), host)
  if (allowed === 'anyone') {
    if (!hasSignIn) return refuse(c, 'not_found')
  } else {
    const staff = await findStaff(c)
    if (!staff && hasSignIn) return c.redirect(`/${c.req.path.startsWith('/en/') ? 'en' : 'ar'}/desk/sign-in/`, 303)
    if (!staff) return refuse(c, 'not_signed_in')
    if (!allowed.includes(staff.role)) return refuse(c, 'role_required')
    c.set('staff', staff)
  }
  await next()
  c.header('Cache-Control', 'no-store')
}
