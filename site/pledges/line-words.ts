import { fill, wordsOf } from '../../content/words.ts'
import type { Language } from '../../worker/contract/codes.ts'
import { formatDay, formatDays } from '../../worker/contract/dates.ts'
import type { LineState } from '../../worker/contract/pledge-codes.ts'
import type { PledgeLineView } from '../../worker/contract/pledge.ts'
import type { TagTone } from '../ui/tag-tone.ts'
import { quantityText } from './quantity-words.ts'

export const lineTones: Record<LineState, TagTone> = {
  due: 'wait',
  overdue: 'stop',
  received: 'go',
  sustained: 'go',
  reversed: 'quiet',
  dropped: 'quiet',
  written_off: 'quiet',
}

/** What there is to say of a line beside its kind, quantity and state, a sentence each. */
export function lineSentences(language: Language, line: PledgeLineView, all: readonly PledgeLineView[]): string[] {
  const words = wordsOf(language).pledges
  const isOpen = line.state === 'due' || line.state === 'overdue'
  const due = fill(isOpen ? words.dueOn : words.wasDueOn, { day: formatDay(language, line.dueOn) })
  const came =
    line.received > 0 && line.receivedOn
      ? fill(words.receivedOf, {
          received: quantityText(language, line.unit, line.received),
          quantity: quantityText(language, line.unit, line.quantity),
          day: formatDays(language, line.receivedOn, line.receivedOn),
        })
      : null
  const kept =
    line.sustained === null
      ? null
      : fill(words.sustained, { quantity: quantityText(language, line.unit, line.sustained) })
  const whole = all.find(({ n }) => n === line.remainderOf)
  const rest = whole && fill(whole.state === 'reversed' ? words.replacement : words.remainder, { n: whole.n })
  return [due, came, kept, rest].filter((sentence) => sentence != null)
}
