import { wordsOf } from '../../../content/words.ts'
import type { Language } from '../../../worker/contract/codes.ts'
import type { GateWords } from './gate-answer.ts'

export function gateWords(language: Language): GateWords {
  const { codes, desk, exhibitions } = wordsOf(language)
  const { answers, texts, stall, needs, stateNow } = desk.gate
  const { states } = desk
  return {
    answers,
    texts,
    stall,
    needs,
    stateNow,
    states,
    separator: exhibitions.listSeparator,
    arrangements: codes.arrangement,
  }
}

/** Every sentence that the page's scripts say; they carry none themselves. */
export function stationWords(language: Language) {
  const { gate } = wordsOf(language).desk
  const { offline, camera, list, unqueued, unqueuedLate } = gate
  return { ...gateWords(language), offline, camera, since: list.since, unqueued, unqueuedLate }
}

export type StationWords = ReturnType<typeof stationWords>
