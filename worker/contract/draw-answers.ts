import * as v from 'valibot'
import { bilingual, day, equal, instant, named, whole } from './answers.ts'
import { drawStates, type DrawView } from './draw.ts'

const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))

/** `GET /draws/:slug` and the numbered draws. */
export const drawViewSchema = named(
  'Draw',
  v.object({
    n: whole,
    exhibition: v.string(),
    manifestSha256: hash,
    entries: whole,
    source: v.variant('kind', [
      v.object({ kind: v.literal('drand'), chainHash: hash, round: whole, at: instant }),
      v.object({ kind: v.literal('ceremony'), name: bilingual, date: day }),
    ]),
    publicValue: v.nullable(v.string()),
    seed: v.nullable(hash),
    state: v.picklist(drawStates),
    reason: v.nullable(bilingual),
    frozenAt: instant,
    drawnAt: v.nullable(instant),
    draws: v.array(whole),
  }),
)
equal<v.InferOutput<typeof drawViewSchema>, DrawView>(true)
