import * as v from 'valibot'
import { equal } from './answers.ts'
import type { PassKey } from './pass.ts'

export interface PassKeyView extends PassKey {
  algorithm: 'Ed25519'
}

export const passSchema = v.object({
  pass: v.pipe(
    v.string(),
    v.description(
      'What the QR code carries: `TMK1:<key id>:<reference without TMK->:<exhibition number>:<stall>:<first and last day, YYMMDD each>:<signature>`. ' +
        'The signature is Ed25519 over everything before its colon, in Crockford base32.',
    ),
  ),
})

const passKeySchema = v.object({
  id: v.string(),
  algorithm: v.literal('Ed25519'),
  publicKey: v.pipe(v.string(), v.description('32 bytes, base64url.')),
})

export const passKeysSchema = v.object({ keys: v.array(passKeySchema) })

equal<v.InferOutput<typeof passKeySchema>, { [K in keyof PassKeyView]: PassKeyView[K] }>(true)
