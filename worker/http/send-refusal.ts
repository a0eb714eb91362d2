import type { Context } from 'hono'
import type { ProblemCode } from '../contract/problem.ts'
import type { AppEnv } from './app-env.ts'
import { problem, type ProblemExtras } from './problem.ts'

/** A verb's refusal: its reason, and the members that the problem carries under the same names. */
export type Refusal = { ok: false; reason: ProblemCode } & Omit<ProblemExtras, 'allow' | 'retryAfterSeconds'>

export const sendRefusal = (c: Context<AppEnv>, { reason, ok: _ok, ...extras }: Refusal): Response =>
  problem(c, reason, extras)
