import type { LineKind } from '../../worker/contract/pledge-codes.ts'
import type { IconName } from '../ui/icons.ts'

/** The line drawing of each kind of help. */
export const kindIcons: Record<LineKind, IconName> = {
  stall_space: 'stall',
  permanent_outlet: 'shelf',
  exhibition_sponsorship: 'door',
  equipment: 'loom',
  goods: 'pot',
  transport: 'truck',
  training_places: 'book',
  jobs: 'work',
  buying_commitment: 'bag',
  services: 'hands',
  cash_handover: 'share',
}
