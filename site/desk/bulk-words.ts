import { fill, wordsOf } from '../../content/words.ts'
import type { BookingState, Language } from '../../worker/contract/codes.ts'
import { formatInstant } from '../../worker/contract/dates.ts'
import type { BulkResult, LastChange, NextInLine } from '../../worker/contract/desk-bulk.ts'
import { actorName } from './desk-words.ts'

/** «TMK-… مريم (الترتيب 3)»: somebody who waits. */
export function nameInLine(language: Language, { reference, rank, name }: NextInLine): string {
  const { list } = wordsOf(language).desk
  const parts = [name && `\u2068${name}\u2069`, `\u2066${reference}\u2069`, rank !== null && fill(list.rank, { rank })]
  return parts.filter(Boolean).join(' · ')
}

/** Why an act is not, or was not, carried out on one booking. */
export function hindranceSentence(
  language: Language,
  hindrance: NonNullable<BulkResult['hindrance']>,
  { state, changed }: { state: BookingState | null; changed: LastChange | null },
): string {
  const { desk, problems } = wordsOf(language)
  if (hindrance === 'changed_meanwhile' && changed) {
    return fill(desk.bulk.changed, {
      name: `\u2068${actorName(language, changed.by)}\u2069`,
      time: formatInstant(language, changed.at),
    })
  }
  if (hindrance === 'transition_refused' && state) {
    return fill(desk.refused.transition, { state: desk.states[state] })
  }
  if (hindrance === 'uncertain' || hindrance === 'not_tried') return desk.bulk.brokenOff[hindrance]
  return hindrance === 'nothing_to_do' ? desk.bulk.nothingToDo : problems[hindrance]
}
