import { fill, wordsOf } from '../../content/words.ts'
import type { Language } from '../../worker/contract/codes.ts'
import { formatRials } from '../../worker/contract/dates.ts'
import type { StallView, ZoneView } from '../../worker/contract/exhibition.ts'

/** A stall's features as one phrase, empty when it has none. */
export function featuresOf(language: Language, stall: StallView): string {
  const words = wordsOf(language)
  return stall.features.map((feature) => words.codes.feature[feature]).join(words.exhibitions.listSeparator)
}

/** «ركن A-12، قسم الحرف، بلا درجات، متاح». The state comes last: live-stalls.ts replaces the end. */
export function stallName(language: Language, stall: StallView, zones: ZoneView[]): string {
  const words = wordsOf(language)
  const features = featuresOf(language, stall)
  return fill(features ? words.exhibitions.stallNameWith : words.exhibitions.stallName, {
    code: stall.code,
    zone: zones.find((zone) => zone.id === stall.zone)?.title[language] ?? stall.zone,
    features,
    state: words.codes.stall[stall.state],
  })
}

/** Price less subsidy as arithmetic, or "no fee". */
export function feeOf(language: Language, stall: StallView): string {
  const words = wordsOf(language).exhibitions
  if (stall.feeBaisa === 0) return words.noFee
  if (stall.subsidyBaisa === 0) return formatRials(language, stall.feeBaisa)
  return fill(words.fee, {
    price: formatRials(language, stall.feeBaisa),
    subsidy: formatRials(language, stall.subsidyBaisa),
    toPay: formatRials(language, stall.feeBaisa - stall.subsidyBaisa),
  })
}
