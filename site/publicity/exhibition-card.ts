import { wordsOf } from '../../content/words.ts'
import type { Language } from '../../worker/contract/codes.ts'
import type { ExhibitionDetail } from '../../worker/contract/exhibition.ts'
import { amber, cardSide, code, cream, door, mark, weave } from './card-drawing.ts'
import { cardLayout, cardMargin, escaped, type CardLayout } from './card-layout.ts'
import { linesOf, type ExhibitionLines } from './exhibition-lines.ts'
import { fitText, widthOf } from './fit-text.ts'

const half = 520
const qrSide = 196
const qrTop = 812

/**
 * The square card of an exhibition as an SVG document, 1080 by 1080; `address` is where its QR code leads. It has
 * attributes only, no styles: a page whose policy refuses them shows it too.
 */
export function exhibitionCard(language: Language, exhibition: ExhibitionDetail, address: URL): string {
  const { publicity, site } = wordsOf(language)
  const layout = cardLayout(language)
  const { isRightToLeft, start, inward, text } = layout
  const lines = linesOf(language, exhibition)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${cardSide} ${cardSide}" width="${cardSide}" height="${cardSide}"`,
    ` fill="none" font-family="Readex Pro, Tahoma, Arial, sans-serif" direction="${isRightToLeft ? 'rtl' : 'ltr'}"`,
    ` role="img" aria-label="${escaped(lines.sentence)}">`,
    `<path fill="#26345f" d="M0 0h${cardSide}v${cardSide}H0z"/>`,
    weave,
    mark(isRightToLeft ? start - 64 : start, 94),
    text(inward(82), 142, 46, site.name, `fill="${cream}" font-weight="600"`),
    exhibition.isDemonstration
      ? framed(site.demonstration, layout)
      : text(layout.end, 138, 30, publicity.kicker, `fill="${amber}" text-anchor="end"`),
    writtenLines(layout, lines),
    door(exhibition.slug, isRightToLeft ? 240 : cardSide - 240),
    code(address.href, isRightToLeft ? start - qrSide : start, qrTop, qrSide),
    caption(layout, publicity.scan, address.host),
    '</svg>',
  ].join('')
}

function writtenLines({ block }: CardLayout, lines: ExhibitionLines): string {
  const width = cardSide - 2 * cardMargin
  const title = fitText(
    lines.title,
    { width, lines: 2, sizes: [96, 88, 80, 72] },
    { width, lines: 3, sizes: [64, 56, 48] },
  )
  const heading = block(186, title, `fill="${cream}" font-weight="600"`)
  const rows = [
    { words: lines.days, sizes: [54, 48, 44], small: [40], look: `fill="${amber}" font-weight="600"` },
    { words: lines.hijri, sizes: [28], small: [28], look: `fill="${cream}"` },
    { words: lines.hours, sizes: [34], small: [34], look: `fill="${cream}"` },
    { words: lines.place, sizes: [34], small: [34, 30, 26], look: `fill="${cream}"` },
  ] as const
  let below = Math.max(heading.end + 16, 462)
  const written = rows.map(({ words, sizes, small, look }) => {
    const fitted = fitText(words, { width: half, lines: 1, sizes }, { width: half, lines: 2, sizes: small })
    const { svg, end } = block(below, fitted, look)
    below = end
    return svg
  })
  return heading.svg + written.join('')
}

/** What the code is for, and the site's address for whoever cannot scan it. */
function caption({ block, text, inward, isRightToLeft }: CardLayout, scan: string, host: string): string {
  const x = inward(qrSide + 28)
  const said = fitText(scan, { width: half - qrSide - 28, lines: 3, sizes: [32, 28, 24] })
  // Written from left to right, and all the same at the side where reading starts.
  const anchor = isRightToLeft ? ' text-anchor="end"' : ''
  const address = text(x, qrTop + qrSide - 12, 24, host, `fill="${amber}" direction="ltr"${anchor}`)
  return block(qrTop + 4, said, `fill="${cream}"`, x).svg + address
}

/** The demonstration mark in a dashed frame, one that nobody misses. */
function framed(label: string, { end, isRightToLeft, text }: CardLayout): string {
  const width = Math.round(widthOf(label) * 30 + 40)
  const x = isRightToLeft ? end : end - width
  const frame = `<rect x="${x}" y="98" width="${width}" height="60" rx="8" stroke="${amber}" stroke-width="4" stroke-dasharray="10 7"/>`
  return frame + text(x + width / 2, 138, 30, label, `fill="${amber}" text-anchor="middle"`)
}
