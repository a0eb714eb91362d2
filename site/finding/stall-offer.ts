import type { ExhibitionDetail } from '../../worker/contract/exhibition.ts'

type Offered = Pick<ExhibitionDetail, 'state' | 'mode' | 'stalls' | 'stallsFree' | 'bookingOpensAt' | 'bookingClosesAt'>

const rials = (baisa: number): string => (baisa / 1000).toFixed(3)

/** What a family pays for a stall, fee less subsidy, while stalls are or will be given; else undefined. */
export function stallOffer(exhibition: Offered) {
  const { state, mode, stalls, stallsFree } = exhibition
  const prices = stalls
    .filter((stall) => stall.state !== 'withheld')
    .map(({ feeBaisa, subsidyBaisa }) => Math.max(0, feeBaisa - subsidyBaisa))
  if (prices.length === 0 || (state !== 'published' && state !== 'open')) return undefined
  const [low, high] = [Math.min(...prices), Math.max(...prices)]
  const isSoldOut = mode === 'first_come' && stallsFree === 0
  const availability = state === 'published' ? 'PreOrder' : isSoldOut ? 'SoldOut' : 'InStock'
  const price =
    low === high
      ? { '@type': 'Offer', price: rials(low) }
      : { '@type': 'AggregateOffer', lowPrice: rials(low), highPrice: rials(high) }
  return {
    ...price,
    priceCurrency: 'OMR',
    availability: `https://schema.org/${availability}`,
    validFrom: exhibition.bookingOpensAt,
    availabilityEnds: exhibition.bookingClosesAt,
  }
}
