import * as v from 'valibot'
import { equal, named } from './answers.ts'
import { bookingStates } from './codes.ts'
import { checkedInSchema } from './desk-act-answers.ts'
import type { SignedGateList } from './gate-list.ts'
import { checkInRefusals, type CheckInResult } from './gate.ts'

const checkInResultSchema = named(
  'CheckInResult',
  v.object({
    ok: v.boolean(),
    checkIn: v.nullable(checkedInSchema),
    code: v.pipe(
      v.nullable(v.picklist(checkInRefusals)),
      v.description('Why it was not recorded; `changed_meanwhile` when somebody took the day back after `at`.'),
    ),
    state: v.nullable(v.picklist(bookingStates)),
  }),
)
export const checkInResultsSchema = v.object({ results: v.array(checkInResultSchema) })

export const signedGateListSchema = named(
  'SignedGateList',
  v.object({
    keyId: v.string(),
    text: v.pipe(
      v.string(),
      v.description(
        'First line, with tabs between the parts: `tamkeen-gate-list/1`, exhibition number, slug, day, instant, number of lines. ' +
          'Then for each booking: reference, stall, arrangements with commas or `-`, instant of today’s check-in or `-`.',
      ),
    ),
    signature: v.pipe(v.string(), v.description('Ed25519 over the text in UTF-8, base64url; keys: `GET /pass-keys`.')),
  }),
)

equal<v.InferOutput<typeof checkInResultSchema>, { [K in keyof CheckInResult]: CheckInResult[K] }>(true)
equal<v.InferOutput<typeof signedGateListSchema>, { [K in keyof SignedGateList]: SignedGateList[K] }>(true)
