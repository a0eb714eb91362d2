import type { PassKeyView } from '../contract/pass-answers.ts'
import type { Store } from '../store.ts'

/** The public keys that verify passes, for gates without a network: the one that signs now comes first. */
export const listPassKeys = (db: Store): PassKeyView[] =>
  db.keys.passKeys.map(({ id, publicKey }) => ({ id, algorithm: 'Ed25519', publicKey }))
