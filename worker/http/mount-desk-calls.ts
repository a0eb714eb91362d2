import { Hono, type Context } from 'hono'
import type { Role } from '../contract/codes.ts'
import { deskCallsOf, type DeskCallOf, type DeskNoun } from '../desk/permissions.ts'
import type { Staff } from '../desk/staff.ts'
import type { AppEnv } from './app-env.ts'
import { onlyAllow } from './only-allow.ts'
import { requireStaff } from './require-staff.ts'

export type DeskAnswer = (c: Context<AppEnv>, staff: Staff) => Promise<Response>

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH'

/** The routes of a noun's staff calls: every call of its part of the permission table, each with its answer. */
export function mountDeskCalls<N extends DeskNoun>(noun: N, answers: Record<DeskCallOf<N>, DeskAnswer>): Hono<AppEnv> {
  const routes = new Hono<AppEnv>()
  const roles: Record<string, readonly Role[]> = deskCallsOf[noun]
  const methodsOf = new Map<string, Method[]>()
  for (const [call, answer] of Object.entries<DeskAnswer>(answers)) {
    // The keys of the table are a method and a path each.
    const [method, path] = call.split(' ') as [Method, string]
    routes.on(method, path, requireStaff(roles[call] ?? [], answer))
    methodsOf.set(path, [...(methodsOf.get(path) ?? []), method])
  }
  for (const [path, methods] of methodsOf) onlyAllow(routes, path, ...methods)
  return routes
}
