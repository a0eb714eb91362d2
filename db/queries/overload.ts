import { failedOn } from './failed-on.ts'

/** Whether D1 refused work for want of capacity: nothing was written and the same request may be sent again. */
export const isOverload = (error: unknown): boolean => failedOn(error, /overloaded|too many requests queued/i)
