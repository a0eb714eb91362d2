import type { Context } from 'hono'
import { normaliseReference } from '../contract/text.ts'
import type { AppEnv } from './app-env.ts'

/** The reference in the path and the token in the header; null for a request without a token. */
export function holderCredential(c: Context<AppEnv>): { reference: string; token: string } | null {
  const token = /^Bearer +(\S+)$/i.exec(c.req.header('Authorization') ?? '')?.[1]
  return token ? { reference: normaliseReference(c.req.param('reference') ?? ''), token } : null
}
