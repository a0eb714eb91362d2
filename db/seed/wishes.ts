import type { ApplicationWish, DelegateToSeed } from './applications.ts'
import type { ExhibitionToSeed } from './exhibitions.ts'
import { stallsOf } from './hall.ts'
import { nameFor } from './people.ts'
import type { Telling } from './story.ts'

/** Wishes for stalls here and there in a hall, each by somebody whose product belongs in that section. */
export function stallWishes({ random }: Telling, { hall, governorate }: ExhibitionToSeed): () => ApplicationWish {
  const left = stallsOf(hall).filter(({ code }) => !hall.withheld?.includes(code))
  return () => {
    const [stall] = left.splice(random.below(left.length), 1)
    if (!stall) throw new Error('A hall has fewer stalls than bookings.')
    return { governorate, mode: 'first_come', zones: [stall.zone], stall: stall.code }
  }
}

export const newDelegate = ({ random, nextPhone }: Telling): DelegateToSeed => ({
  organisation: 'جمعية نسائية (بيانات تجريبية)',
  name: nameFor(random, 'woman', 'ar'),
  phone: nextPhone(),
})
