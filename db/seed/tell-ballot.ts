import { minuteMs } from '../../worker/contract/limits.ts'
import type { ExhibitionToSeed } from './exhibitions.ts'
import { momentsBetween, storyOf, type Telling } from './story.ts'
import { newDelegate } from './wishes.ts'

/** Entries of a ballot that is open; the earliest are checked already. */
export async function tellBallot(
  telling: Telling,
  exhibition: ExhibitionToSeed,
  counts: { entries: number; checked: number },
): Promise<void> {
  const { apply, calendar, desk } = telling
  const { governorate, hall } = exhibition
  const story = storyOf(telling.db, exhibition.slug)
  const opensAt = calendar.at(exhibition.bookingOpensIn, '08:00')
  await story.reach(opensAt)
  const zones = hall.zones.map(({ code }) => code)
  const delegate = newDelegate(telling)
  for (const [index, at] of momentsBetween(opensAt, calendar.now, counts.entries).entries()) {
    const family = index % 30 === 7 ? { ...delegate, familyLabel: `الأسرة ${Math.floor(index / 30) + 1}` } : undefined
    const wish = { governorate, zones, mode: 'ballot' as const, ...(family && { delegate: family }) }
    const { reference } = await story.book(apply(wish), at)
    if (index < counts.checked) await story.check(reference, desk.officer, at + 50 * minuteMs)
  }
}
