import type { Env } from '../env.ts'
import type { Staff } from '../desk/staff.ts'
import type { Store } from '../store.ts'

/** What Hono's context carries. */
export interface AppEnv {
  Bindings: Env
  Variables: { requestId: string; db: Store; now: number; staff: Staff | undefined }
}
