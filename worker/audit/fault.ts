import type { AuditFaultCode } from '../contract/audit.ts'

/** What a check of the audit can find. `where` names a stream and event, an owner, or a seal's day. */
export interface AuditFault {
  code: AuditFaultCode
  where: string
}

/** How far a check came: how many it looked at, and the first fault. */
export interface AuditCheck {
  checked: number
  fault: AuditFault | null
}
