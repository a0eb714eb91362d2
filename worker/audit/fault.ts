/** What a check of the audit can find. `where` names a stream and event, an owner, or a seal's day. */
export interface AuditFault {
  code:
    | 'sequence_gap'
    | 'link_broken'
    | 'event_altered'
    | 'owner_missing'
    | 'beyond_head'
    | 'head_differs'
    | 'text_missing'
    | 'text_altered'
    | 'seal_broken'
    | 'seal_differs'
  where: string
}

/** How far a check came: how many it looked at, and the first fault. */
export interface AuditCheck {
  checked: number
  fault: AuditFault | null
}
